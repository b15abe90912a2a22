namespace NpsRealtime.Simulation;

/// <summary>How busy a contact centre is, by the hour of the day and the day of the week in its own time zone.</summary>
public sealed class DayRhythm(TimeZoneInfo zone)
{
    // A quiet night, a rise from seven, a peak before noon, a dip over lunch, a second peak, and an evening of app and web users.
    private static readonly double[] ByHour =
    [
        0.15, 0.10, 0.07, 0.06, 0.08, 0.18, 0.45, 0.95, 1.55, 1.95, 2.10, 2.00,
        1.60, 1.55, 1.75, 1.85, 1.80, 1.60, 1.35, 1.15, 0.95, 0.70, 0.45, 0.25,
    ];

    private static readonly double[] ByDay = [0.55, 1.25, 1.20, 1.10, 1.05, 1.10, 0.75];

    private static readonly double Mean = ByHour.Average() * ByDay.Average();

    /// <summary>How busy it is at an instant, where 1 is the average over a week.</summary>
    public double At(DateTimeOffset instant)
    {
        var local = Local(instant);
        var next = ByHour[(local.Hour + 1) % 24];
        var hour = ByHour[local.Hour] + ((next - ByHour[local.Hour]) * local.Minute / 60.0);
        return hour * ByDay[(int)local.DayOfWeek] / Mean;
    }

    /// <summary>The wall clock of the contact centre.</summary>
    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;
}
