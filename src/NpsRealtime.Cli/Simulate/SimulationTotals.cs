using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Simulate;

/// <summary>What has become of the made-up responses so far.</summary>
internal sealed class SimulationTotals
{
    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Corrected { get; private set; }

    public long Refused { get; private set; }

    public long Sent => Accepted + Duplicates + Corrected + Refused;

    public void Add(IngestAnswer answer)
    {
        Accepted += answer.Accepted;
        Duplicates += answer.Duplicates;
        Corrected += answer.Corrected;
        Refused += answer.Conflicts + answer.Rejected;
    }
}
