namespace NpsRealtime.Scoring.Store.Records;

/// <summary>The audit trail: written to its end, read from its end, never changed. It goes when its tenant is deleted.</summary>
public interface ITrailStore
{
    /// <summary>Adds an entry.</summary>
    Task AppendAsync(TrailEntry entry, CancellationToken cancellation);

    /// <summary>The newest entries of a trail before a place in it; from the end when <paramref name="before"/> is null.</summary>
    Task<IReadOnlyList<TrailEntry>> ReadTrailAsync(int tenantId, long? before, int limit, CancellationToken cancellation);
}
