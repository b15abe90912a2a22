namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>Runs continuations one at a time in an order drawn from the seed, as threads might.</summary>
internal sealed class ShuffledContext(Random random) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    public override void Post(SendOrPostCallback d, object? state) => _ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>How many continuations have run.</summary>
    public int Steps { get; private set; }

    /// <summary>Runs continuations until none is ready.</summary>
    public void RunAll()
    {
        while (RunOne())
        {
            // What has run may have made another ready.
        }
    }

    /// <summary>Runs one that is ready. Returns whether there was one.</summary>
    public bool RunOne()
    {
        if (_ready.Count == 0)
            return false;
        Steps++;
        var index = random.Next(_ready.Count);
        var (callback, state) = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        callback(state);
        return true;
    }
}
