namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>A silo's clock, a little ahead or behind; what its timers do is done by the silo, and so not while it is frozen.</summary>
internal sealed class SiloTime(ManualTime time, SiloContext silo, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + ahead;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(_ => silo.Post(_ => callback(state), null), null, dueTime, period);
}
