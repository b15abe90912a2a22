namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>A clock that stands still until it is moved to its next timer.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<(ManualTimer Timer, long Due), (long Due, long Order)> _timers = new();
    private DateTimeOffset _now = start;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer that is due by <paramref name="limit"/> and fires it. False when there is none.</summary>
    public bool FireNext(DateTimeOffset limit)
    {
        while (_timers.TryPeek(out var next, out _))
        {
            if (next.Due > limit.UtcTicks)
                break;
            _timers.Dequeue();
            if (next.Timer.Due != next.Due)
                continue;
            _now = new DateTimeOffset(Math.Max(next.Due, _now.UtcTicks), TimeSpan.Zero);
            next.Timer.Fire();
            return true;
        }

        _now = limit > _now ? limit : _now;
        return false;
    }

    /// <summary>The machine was asleep: nothing ran, and everything is overdue.</summary>
    public void Jump(TimeSpan span) => _now += span;

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public long? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now.UtcTicks + Math.Max(dueTime.Ticks, 0);
            if (Due is { } due)
                time._timers.Enqueue((this, due), (due, time._order++));
            return true;
        }

        public void Fire()
        {
            Due = null;
            fire();
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
