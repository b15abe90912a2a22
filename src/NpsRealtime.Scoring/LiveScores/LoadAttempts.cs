using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>Lets readers wait for the end of a live score's present attempt to load, good or bad. Thread-safe.</summary>
internal sealed class LoadAttempts
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _attempt = New();
    private bool _isClosed;

    /// <summary>The present attempt: completes when it succeeds, fails when it fails.</summary>
    public Task Present
    {
        get
        {
            lock (_gate)
                return _attempt.Task;
        }
    }

    /// <summary>Waits for an attempt.</summary>
    /// <exception cref="StoreUnavailableException">It failed, or did not end in time.</exception>
    public static async Task WaitAsync(Task attempt, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await EndAsync(attempt).WaitAsync(timeout, time, cancellation);
        }
        catch (TimeoutException failure)
        {
            throw new StoreUnavailableException("The score could not be loaded in time. Try again.", failure);
        }
    }

    /// <summary>The present attempt is over, and the next one begins.</summary>
    public void End(StoreUnavailableException? failure)
    {
        TaskCompletionSource ended;
        lock (_gate)
        {
            if (_isClosed)
                return;
            ended = _attempt;
            _attempt = New();
        }

        if (failure is null)
            ended.TrySetResult();
        else
            Fail(ended, failure);
    }

    /// <summary>Nobody tries any more: who waits, and who comes later, is told so.</summary>
    public void Close(StoreUnavailableException failure)
    {
        lock (_gate)
            _isClosed = true;
        Fail(_attempt, failure);
    }

    private static void Fail(TaskCompletionSource attempt, StoreUnavailableException failure)
    {
        attempt.TrySetException(failure);
        _ = attempt.Task.Exception; // Often nobody waits, and then nobody is to be told.
    }

    // A method of its own: a wait with a limit for the task itself would go on wherever the attempt ends.
    private static async Task EndAsync(Task attempt) => await attempt;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
