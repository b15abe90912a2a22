namespace NpsRealtime.Wallboard.Tests;

/// <summary>Tests of what screens do share a browser and run one after the other, so that none waits for another's drawing.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
