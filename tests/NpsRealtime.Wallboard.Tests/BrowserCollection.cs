namespace NpsRealtime.Wallboard.Tests;

/// <summary>Tests that share the browser run one after the other, so that none waits for another's drawing.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
