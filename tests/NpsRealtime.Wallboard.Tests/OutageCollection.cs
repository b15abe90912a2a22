namespace NpsRealtime.Wallboard.Tests;

/// <summary>Tests of servers that are away, which wait for most of their time until a board has noticed.</summary>
[CollectionDefinition(Name)]
public sealed class OutageCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "outage browser";
}
