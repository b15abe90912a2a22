namespace NpsRealtime.Scoring.Engine;

/// <summary>
/// Bounds the bytes of requests that wait on a node, with a fair share for each tenant: a tenant may hold as much as is still
/// free (the dynamic threshold of Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches",
/// IEEE/ACM Transactions on Networking 1998). So one flood alone takes half, and there is room for the others. Thread-safe.
/// </summary>
public sealed class WaitingBudget(long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _byTenant = [];
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private long _used;

    /// <summary>Bytes that wait now.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Takes room if there is any; a tenant that holds nothing always gets in while the whole is not full.</summary>
    public bool TryTake(int tenantId, long bytes, long tenantBytesMax = long.MaxValue) =>
        TryTake(tenantId, bytes, tenantBytesMax, turn: null);

    /// <summary>Takes room, waiting for it in turn.</summary>
    public ValueTask TakeAsync(int tenantId, long bytes, CancellationToken cancellation) =>
        TakeAsync(tenantId, bytes, static () => long.MaxValue, cancellation);

    /// <summary>Takes room, waiting for it in turn.</summary>
    /// <param name="tenantId">For whom.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="tenantBytesMax">How much the tenant may hold with it, asked anew at each attempt.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async ValueTask TakeAsync(int tenantId, long bytes, Func<long> tenantBytesMax, CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        while (!TryTake(tenantId, bytes, tenantBytesMax(), turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)))
            await turn.Task.WaitAsync(cancellation);
    }

    /// <summary>Gives room back and wakes those who wait for it.</summary>
    public void Return(int tenantId, long bytes)
    {
        TaskCompletionSource[] woken;
        lock (_gate)
        {
            _used -= bytes;
            var held = _byTenant[tenantId] - bytes;
            if (held == 0)
                _byTenant.Remove(tenantId);
            else
                _byTenant[tenantId] = held;
            woken = [.. _waiting];
            _waiting.Clear();
        }

        ScoringMeters.Waiting(-bytes);
        foreach (var turn in woken)
            turn.TrySetResult();
    }

    /// <summary>
    /// Takes room, or notes who is to be told when there may be some. In one step: room that is given back between the look and the wait would
    /// wake nobody.
    /// </summary>
    private bool TryTake(int tenantId, long bytes, long tenantBytesMax, TaskCompletionSource? turn)
    {
        lock (_gate)
        {
            var held = _byTenant.GetValueOrDefault(tenantId);
            var fits = (held + bytes <= tenantBytesMax && held + bytes <= bytesMax - _used - bytes)
                || (held == 0 && _used + bytes <= bytesMax) || _used == 0;
            if (!fits)
            {
                if (turn is not null)
                    _waiting.Enqueue(turn);
                return false;
            }

            _byTenant[tenantId] = held + bytes;
            _used += bytes;
        }

        ScoringMeters.Waiting(bytes);
        return true;
    }
}
