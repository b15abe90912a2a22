using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>How fast tallies are merged beside the commits: while others send, in short stretches with a rest after each.</summary>
internal abstract class MergePace
{
    /// <summary>As all bulk of this process.</summary>
    public static MergePace OfProcess { get; } = new ProcessPace();

    /// <summary>Whether somebody else sends.</summary>
    public abstract bool IsShared { get; }

    /// <summary>How long to rest after so much work.</summary>
    public abstract TimeSpan RestAfter(TimeSpan worked);

    private sealed class ProcessPace : MergePace
    {
        public override bool IsShared => BulkThreads.AreGivingWay;

        public override TimeSpan RestAfter(TimeSpan worked) => BulkThreads.RestAfter(worked);
    }
}
