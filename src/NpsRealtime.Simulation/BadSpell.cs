namespace NpsRealtime.Simulation;

/// <summary>A time in which one touchpoint goes bad, again and again at a fixed distance.</summary>
/// <param name="Touchpoint">The touchpoint's name.</param>
/// <param name="First">When it goes bad for the first time.</param>
/// <param name="Length">How long it stays bad.</param>
/// <param name="Every">From the start of one spell to the start of the next; null when there is only one.</param>
public sealed record BadSpell(string Touchpoint, DateTimeOffset First, TimeSpan Length, TimeSpan? Every = null)
{
    /// <summary>
    /// How bad the touchpoint is at an instant, from 0 (as always) to 1. It comes within a fifth of the spell and goes as
    /// gradually, as the queue in front of a repaired counter does.
    /// </summary>
    public double SeverityAt(DateTimeOffset instant)
    {
        var since = instant - First;
        if (since < TimeSpan.Zero)
            return 0;
        if (Every is { } every)
            since = TimeSpan.FromTicks(since.Ticks % every.Ticks);
        var part = since / Length;
        return part >= 1 ? 0 : Math.Min(1, Math.Min(part, 1 - part) * 5);
    }
}
