using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Import;

/// <summary>What has become of the lines so far.</summary>
internal sealed class ImportTotals
{
    /// <summary>Accepted by attempts whose chunk was sent again; that answer calls them duplicates.</summary>
    private long _acceptedBefore;

    public long Lines { get; private set; }

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Corrected { get; private set; }

    public long Erased { get; private set; }

    public long Conflicts { get; private set; }

    public long Rejected { get; private set; }

    public long Refused => Conflicts + Rejected;

    /// <summary>Counts an answer to a part of a chunk; all of the chunk is sent again.</summary>
    public void AddPart(IngestAnswer answer)
    {
        Accepted += answer.Accepted;
        _acceptedBefore += answer.Accepted;
    }

    /// <summary>Counts the final answer to a chunk.</summary>
    public void Add(Chunk chunk, IngestAnswer? answer)
    {
        Lines += chunk.Count + chunk.Refused.Count;
        Rejected += chunk.Refused.Count;
        if (answer is null)
            return;
        Accepted += answer.Accepted;
        Duplicates += Math.Max(0, answer.Duplicates - _acceptedBefore);
        Corrected += answer.Corrected;
        Erased += answer.Erased;
        Conflicts += answer.Conflicts;
        Rejected += answer.Rejected;
        _acceptedBefore = 0;
    }
}
