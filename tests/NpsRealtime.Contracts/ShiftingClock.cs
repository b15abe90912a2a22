namespace NpsRealtime.Contracts;

/// <summary>
/// A clock that begins at <see cref="Requests.Now"/>, runs as fast as the real one, and can be moved forward. Timers run on real
/// time, so that it serves engines whose timers are not their own.
/// </summary>
public sealed class ShiftingClock : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private long _shiftTicks;

    /// <summary>Called after each move, for those who share the time with other processes.</summary>
    public event Action? Moved;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan span)
    {
        Interlocked.Add(ref _shiftTicks, span.Ticks);
        Moved?.Invoke();
    }

    public override DateTimeOffset GetUtcNow() => Requests.Now + Passed();

    public override long GetTimestamp() => Passed().Ticks;

    private TimeSpan Passed() => System.GetElapsedTime(_began) + TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));
}
