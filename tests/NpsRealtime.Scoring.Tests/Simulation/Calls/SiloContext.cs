namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>
/// Where everything of one simulated silo runs: among the steps of all others, and not at all while the silo is frozen, or once it is dead.
/// </summary>
internal sealed class SiloContext(ShuffledContext network) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _held = [];

    public bool IsDead { get; private set; }

    public bool IsFrozen { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead)
            network.Post(_ => Step(d, state), null);
    }

    public void Kill()
    {
        IsDead = true;
        _held.Clear();
    }

    public void Freeze() => IsFrozen = true;

    public void Thaw()
    {
        IsFrozen = false;
        foreach (var (callback, state) in _held)
            Post(callback, state);
        _held.Clear();
    }

    private void Step(SendOrPostCallback callback, object? state)
    {
        if (IsDead)
            return;
        if (IsFrozen)
        {
            _held.Add((callback, state));
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
