namespace NpsRealtime.Scoring.Engine;

/// <summary>Bounds how many live scores load at once on a node; those that somebody watches go first. Thread-safe.</summary>
public sealed class LoadLimiter(int atOnce)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _watched = new();
    private readonly Queue<TaskCompletionSource> _polled = new();
    private int _free = atOnce;

    /// <summary>Runs a load when it is its turn.</summary>
    public async Task<T> RunAsync<T>(bool isWatched, Func<Task<T>> load, CancellationToken cancellation)
    {
        await EnterAsync(isWatched, cancellation);
        try
        {
            return await load();
        }
        finally
        {
            Leave();
        }
    }

    private async Task EnterAsync(bool isWatched, CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (isWatched ? _watched : _polled).Enqueue(turn);
        }

        await using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
    }

    private void Leave()
    {
        lock (_gate)
        {
            // Who gave up waiting can't take the turn; the next one gets it.
            while (_watched.TryDequeue(out var turn) || _polled.TryDequeue(out turn))
            {
                if (turn.TrySetResult())
                    return;
            }

            _free++;
        }
    }
}
