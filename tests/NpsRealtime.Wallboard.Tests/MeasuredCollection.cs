namespace NpsRealtime.Wallboard.Tests;

/// <summary>Tests that measure run when all others have ended, in a browser of their own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "measured browser";
}
