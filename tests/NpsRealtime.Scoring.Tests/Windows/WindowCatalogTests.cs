using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Windows;

public class WindowCatalogTests
{
    [Fact]
    public void All_IsWhatTheContractNames() =>
        WindowCatalog.All.Select(window => window.Name)
            .ShouldBe(["1h", "8h", "24h", "today", "yesterday", "week", "month", "7d", "30d", "90d", "all"]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void TryFind_NoName_IsTwentyFourHours(string? name)
    {
        WindowCatalog.TryFind(name, out var window).ShouldBeTrue();
        window!.Name.ShouldBe("24h");
    }

    [Theory]
    [InlineData("24H")]
    [InlineData("2h")]
    [InlineData(" 24h")]
    [InlineData("Today")]
    [InlineData("\0")]
    public void TryFind_UnknownName_IsRefused(string name) => WindowCatalog.TryFind(name, out _).ShouldBeFalse();

    [Fact]
    public void Names_ForAnErrorMessage_ListsThemAll() =>
        WindowCatalog.All.ShouldAllBe(window => WindowCatalog.Names.Contains(window.Name));
}
