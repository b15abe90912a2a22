using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// How much of what one tenant sends in bulk is taken at once: less while others send a few, who wait for the transaction that is being
/// written, and for the processors and the collector. Thread-safe; the lanes of a node share it.
/// </summary>
internal sealed class GroupBound(ScoringOptions options, IResponseStore store, TimeProvider time)
{
    /// <summary>Bytes of a tenant's bulk in hand while others send a few: some transactions, and little for the collector to keep.</summary>
    public const long BytesBesideFewMax = 524_288;

    private static readonly TimeSpan FewFor = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();

    // The last two tenants that sent a few: should one of them be who sends in bulk, the other is who is held up.
    private (int Tenant, long At)? _last;
    private (int Tenant, long At)? _lastButOne;

    /// <summary>A tenant has sent a few.</summary>
    public void FewSent(int tenantId)
    {
        lock (_gate)
        {
            if (_last?.Tenant != tenantId)
                _lastButOne = _last;
            _last = (tenantId, time.GetTimestamp());
        }
    }

    /// <summary>Whether somebody else than a tenant has sent a few not long ago.</summary>
    public bool AreFewSentBeside(int tenantId)
    {
        lock (_gate)
        {
            var others = _last?.Tenant == tenantId ? _lastButOne : _last;
            return others is { } few && time.GetElapsedTime(few.At) < FewFor;
        }
    }

    /// <summary>Responses of a tenant's bulk that go into one transaction.</summary>
    public int ResponsesMax(int tenantId) => Math.Min(
        options.GroupResponsesMax, AreFewSentBeside(tenantId) ? store.BulkResponsesBesideFewMax : store.BulkResponsesMax);

    /// <summary>Bytes of a tenant's bulk that are worth having in hand.</summary>
    public long BytesMax(int tenantId) => AreFewSentBeside(tenantId) ? BytesBesideFewMax : long.MaxValue;
}
