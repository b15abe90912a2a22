namespace NpsRealtime.Scoring;

/// <summary>
/// Mutual exclusion for asynchronous code, in the order of arrival. Unlike a SemaphoreSlim it never leaves the caller's
/// scheduler: grains and the simulation need that.
/// </summary>
internal sealed class AsyncMutex
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Waits for its turn; dispose of the result to give the turn on.</summary>
    public async ValueTask<Held> EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new Held(this);
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
        return new Held(this);
    }

    private void Leave()
    {
        lock (_gate)
        {
            // Who gave up waiting can't take the turn; the next one gets it.
            while (_waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult())
                    return;
            }

            _isTaken = false;
        }
    }

    /// <summary>A turn that is being taken.</summary>
    internal readonly struct Held(AsyncMutex mutex) : IDisposable
    {
        public void Dispose() => mutex.Leave();
    }
}
