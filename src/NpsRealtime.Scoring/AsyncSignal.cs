namespace NpsRealtime.Scoring;

/// <summary>
/// A flag that one loop waits for and anybody sets. Setting it while nobody waits is remembered once. Whoever waits goes on where he was:
/// grains and the simulation need that.
/// </summary>
public sealed class AsyncSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    public void Set()
    {
        lock (_gate)
        {
            if (_waiter is { } waiter)
            {
                _waiter = null;
                waiter.TrySetResult();
            }
            else
            {
                _isSet = true;
            }
        }
    }

    /// <summary>Waits until the flag is set or the time is up; returns quietly when cancelled.</summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return;
            }

            _waiter = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var registration = cancellation.Register(static state => ((AsyncSignal)state!).Set(), this);
        var timer = time.CreateTimer(static state => ((AsyncSignal)state!).Expire(), this, timeout, Timeout.InfiniteTimeSpan);
        await using (timer)
            await waiter.Task;
    }

    private void Expire()
    {
        lock (_gate)
        {
            _waiter?.TrySetResult();
            _waiter = null;
        }
    }
}
