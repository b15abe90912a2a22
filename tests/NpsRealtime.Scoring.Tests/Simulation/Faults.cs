namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>Which faults happen how often, drawn from the seed; none once the simulation settles.</summary>
internal sealed class Faults(Random random, ManualTime time)
{
    public const double StoreAway = 0.02;
    public const double LostBeforeCommit = 0.04;
    public const double LostAfterCommit = 0.04;
    public const double LostMessage = 0.15;
    public const double LostAnswer = 0.1;
    public const double RepeatedMessage = 0.25;
    public const double ToZombie = 0.2;

    /// <summary>Whether faults have ended.</summary>
    public bool IsOver { get; set; }

    public bool Happens(double probability) => !IsOver && random.NextDouble() < probability;

    /// <summary>Waits no time, a moment, or long.</summary>
    public async Task PauseAsync()
    {
        var pause = random.Next(20);
        if (pause < 12)
            await Task.Yield();
        else
            await Task.Delay(TimeSpan.FromMilliseconds(!IsOver && pause == 19 ? random.Next(3_000) : random.Next(40)), time);
    }
}
