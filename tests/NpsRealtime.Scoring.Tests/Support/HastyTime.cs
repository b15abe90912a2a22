namespace NpsRealtime.Scoring.Tests.Support;

/// <summary>A clock that stands still and whose timers are due at once, so that nobody waits for a pause between attempts.</summary>
public sealed class HastyTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
