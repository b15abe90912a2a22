namespace NpsRealtime.Wallboard.Tests;

/// <summary>Tests of what screens look like, beside those of what they do (<see cref="BrowserCollection"/>), in a browser of their own.</summary>
[CollectionDefinition(Name)]
public sealed class LooksCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "looks browser";
}
