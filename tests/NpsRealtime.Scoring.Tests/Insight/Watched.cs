namespace NpsRealtime.Scoring.Tests.Insight;

/// <summary>What is looked at every minute of a day.</summary>
internal enum Watched
{
    /// <summary>From midnight on.</summary>
    Today,

    /// <summary>The last 24 hours.</summary>
    Rolling24,

    /// <summary>The last hour.</summary>
    Rolling1,
}
