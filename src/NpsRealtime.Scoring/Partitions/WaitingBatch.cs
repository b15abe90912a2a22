using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>Requests that one sender handed over together, and their outcomes as they become known.</summary>
public sealed class WaitingBatch
{
    private readonly TaskCompletionSource<ResponseOutcome[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ResponseOutcome[] _outcomes;
    private readonly Action<ResponseOutcome[]>? _whenDone;
    private readonly bool[] _isDecided;
    private int _open;

    /// <param name="requests">Prepared requests, in the sender's order; at least one.</param>
    /// <param name="until">
    /// When the sender gives up on this call and may send the same again elsewhere; null for a sender who waits as long as it takes.
    /// What is not decided on by then is not carried out any more, or a late repetition could undo what came after it.
    /// </param>
    /// <param name="whenDone">
    /// Called with the outcomes before <see cref="Done"/> completes, by whoever decides the last of them: it neither throws nor takes long.
    /// </param>
    public WaitingBatch(IReadOnlyList<ResponseRequest> requests, DateTimeOffset? until = null, Action<ResponseOutcome[]>? whenDone = null)
    {
        _whenDone = whenDone;
        Requests = requests;
        Until = until;
        _outcomes = new ResponseOutcome[requests.Count];
        _isDecided = new bool[requests.Count];
        _open = requests.Count;
    }

    public IReadOnlyList<ResponseRequest> Requests { get; }

    /// <summary>When the sender gives up; null for never.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>
    /// Whether its sender waits for as long as others are being committed, as who sends a stream does; who sends a few would rather be told
    /// after some seconds.
    /// </summary>
    public bool IsPatient { get; init; }

    /// <summary>Called when every request has its outcome, by whoever decides the last: for whoever hands the batch on. It takes no time.</summary>
    public Action? WhenDecided { get; set; }

    /// <summary>Completes when every request has its outcome.</summary>
    public Task<ResponseOutcome[]> Done => _done.Task;

    /// <summary>Whether a request has its outcome.</summary>
    public bool IsDecided(int index) => _isDecided[index];

    /// <summary>Notes the outcome of one request. Each index is decided once.</summary>
    public void Decide(int index, in ResponseOutcome outcome)
    {
        if (_isDecided[index])
            throw new InvalidOperationException("A request can't have two outcomes.");
        _isDecided[index] = true;
        _outcomes[index] = outcome;
        if (Interlocked.Decrement(ref _open) > 0)
            return;
        _whenDone?.Invoke(_outcomes);
        WhenDecided?.Invoke();
        _done.TrySetResult(_outcomes);
    }
}
