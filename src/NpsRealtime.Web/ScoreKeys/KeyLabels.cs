using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.ScoreKeys;

/// <summary>
/// Names snapshots as people have set it. The engines count and know nothing of it: a label is only a word, and two nodes may show
/// two of them for the two seconds in which it changes.
/// </summary>
internal sealed class KeyLabels(TenantRecordsCache records)
{
    /// <summary>Raised when labels may have changed.</summary>
    public event Action? Changed
    {
        add => records.Changed += value;
        remove => records.Changed -= value;
    }

    /// <summary>The snapshot with the label that was set for its key, if any was.</summary>
    public ScoreSnapshot Name(Tenant tenant, ScoreSnapshot snapshot) =>
        records.Of(tenant).LabelOf(snapshot.Key, snapshot.Label) is var label && label != snapshot.Label ? snapshot with { Label = label } : snapshot;
}
