using System.Collections.Frozen;

namespace NpsRealtime.Scoring.Windows;

/// <summary>What a tenant's windows are resolved by: its time zone, its days and weeks, its shifts and its campaigns.</summary>
/// <param name="Zone">Where its days begin and end.</param>
public sealed record TenantCalendar(TimeZoneInfo Zone)
{
    /// <summary>When its days begin on the wall's clock: a whole number of quarter-hours, less than a day.</summary>
    public TimeSpan DayStart { get; init; }

    /// <summary>The first day of its weeks.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>The shifts in which it works.</summary>
    public IReadOnlyList<Shift> Shifts { get; init; } = [];

    /// <summary>When its campaigns run, by their id.</summary>
    public IReadOnlyDictionary<string, CampaignSpan> Campaigns { get; init; } = FrozenDictionary<string, CampaignSpan>.Empty;

    /// <summary>The tenant's day that has begun last at an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => LocalDay.Of(instant, Zone, DayStart);

    /// <summary>The instant at which a day of the tenant begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) => LocalDay.Start(day, Zone, DayStart);
}
