using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Postgres.Settle;

/// <summary>How fast tallies are settled beside the commits: while others send, in short stretches with a rest after each.</summary>
internal abstract class SettlingPace
{
    /// <summary>As all bulk of this process.</summary>
    public static SettlingPace OfProcess { get; } = new ProcessPace();

    /// <summary>Whether somebody else sends.</summary>
    public abstract bool IsShared { get; }

    /// <summary>How long to rest after so much work.</summary>
    public abstract TimeSpan RestAfter(TimeSpan worked);

    private sealed class ProcessPace : SettlingPace
    {
        public override bool IsShared => BulkThreads.AreGivingWay;

        public override TimeSpan RestAfter(TimeSpan worked) => BulkThreads.RestAfter(worked);
    }
}
