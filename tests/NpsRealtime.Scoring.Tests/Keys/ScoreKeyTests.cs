using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tests.Keys;

public class ScoreKeyTests
{
    [Theory]
    [InlineData("tenant", ScoreKind.Tenant, "tenant", "Everything")]
    [InlineData("channel/Web Chat", ScoreKind.Channel, "channel/web-chat", "Web Chat")]
    [InlineData("touchpoint/Checkout", ScoreKind.Touchpoint, "touchpoint/checkout", "Checkout")]
    [InlineData("channel/Web/touchpoint/Check Out", ScoreKind.Pair, "channel/web/touchpoint/check-out", "Web · Check Out")]
    [InlineData("segment/Region/EMEA", ScoreKind.Segment, "segment/region/emea", "EMEA")]
    [InlineData("channel/~other", ScoreKind.Channel, "channel/~other", "Other")]
    [InlineData("channel/~other/touchpoint/~other", ScoreKind.Pair, "channel/~other/touchpoint/~other", "Other · Other")]
    [InlineData("segment/~other/~other", ScoreKind.Segment, "segment/~other/~other", "Other")]
    [InlineData("channel/touchpoint", ScoreKind.Channel, "channel/touchpoint", "touchpoint")]
    [InlineData("channel/touchpoint/touchpoint/channel", ScoreKind.Pair, "channel/touchpoint/touchpoint/channel", "touchpoint · channel")]
    [InlineData("segment/channel/web", ScoreKind.Segment, "segment/channel/web", "web")]
    [InlineData("channel/支払い", ScoreKind.Channel, "channel/支払い", "支払い")]
    public void TryParse_WellFormed_GivesTheCanonicalKey(string text, ScoreKind kind, string canonical, string label)
    {
        ScoreKey.TryParse(text, out var key, out var fault).ShouldBeTrue(fault);
        (key!.Kind, key.Text, key.Label).ShouldBe((kind, canonical, label));
        ScoreKey.TryParse(key.Text, out var again, out _).ShouldBeTrue();
        again.ShouldBe(key);
        again!.Text.ShouldBe(key.Text);
        again.SegmentName.ShouldBe(key.SegmentName);
    }

    [Theory]
    [InlineData(null, "one of")]
    [InlineData("", "one of")]
    [InlineData("Tenant", "one of")]
    [InlineData("tenant/", "one of")]
    [InlineData("/tenant", "one of")]
    [InlineData("channel", "one of")]
    [InlineData("channel/", "channel is empty")]
    [InlineData("channel/..", "channel is nothing but dots")]
    [InlineData("channel/a/touchpoint", "one of")]
    [InlineData("channel/a/touchpoint/", "touchpoint is empty")]
    [InlineData("channel//touchpoint/b", "channel is empty")]
    [InlineData("touchpoint/b/channel/a", "one of")]
    [InlineData("segment/region", "one of")]
    [InlineData("segment/region/", "segment value is empty")]
    [InlineData("segment//emea", "segment name is empty")]
    [InlineData("segment/region/emea/x", "one of")]
    [InlineData("channel/*", "U+002A")]
    [InlineData("channel/~others", "U+007E")]
    [InlineData("channel/a\0b", "NUL")]
    public void TryParse_Malformed_SaysWhy(string? text, string why)
    {
        ScoreKey.TryParse(text, out var key, out var fault).ShouldBeFalse();
        key.ShouldBeNull();
        fault.ShouldNotBeNull().ShouldContain(why);
        fault.ShouldEndWith(".");
    }

    [Fact]
    public void Equals_SameText_IgnoresTheLabel()
    {
        ScoreKey.TryParse("channel/Web", out var first, out _).ShouldBeTrue();
        ScoreKey.TryParse("channel/web", out var second, out _).ShouldBeTrue();
        first.ShouldBe(second);
        first!.GetHashCode().ShouldBe(second!.GetHashCode());
        first.CompareTo(second).ShouldBe(0);
        first.WithLabel("web").Label.ShouldBe("web");
        first.WithLabel("Web").ShouldBeSameAs(first);
    }

    [Fact]
    public void CompareTo_Keys_SortsByCodeUnitsAndPutsNullFirst()
    {
        var texts = new[] { "touchpoint/a", "tenant", "channel/b", "channel/a/touchpoint/z", "channel/a" };
        var keys = texts.Select(text => ScoreKey.TryParse(text, out var key, out _) ? key : throw new InvalidOperationException(text)).ToList();
        keys.Sort();
        keys.Select(key => key.Text).ShouldBe(["channel/a", "channel/a/touchpoint/z", "channel/b", "tenant", "touchpoint/a"]);
        keys[0].CompareTo(null).ShouldBePositive();
    }
}
