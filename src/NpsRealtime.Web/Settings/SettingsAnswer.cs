using System.Globalization;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Settings;

/// <summary>A tenant's settings, defaults filled in.</summary>
/// <param name="WeekStart">The first day of its weeks.</param>
/// <param name="DayStart">When its days begin.</param>
/// <param name="Shifts">The shifts in which it works.</param>
/// <param name="MinResponses">How many responses a score needs before it should be shown.</param>
/// <param name="ShowComments">Whether walls may show comments.</param>
/// <param name="Target">The score that it aims at; or null.</param>
/// <param name="Version">Grows with every change; 0 while nothing was set.</param>
public sealed record SettingsAnswer(
    string WeekStart, string DayStart, IReadOnlyList<ShiftBody> Shifts, int MinResponses, bool ShowComments, int? Target, long Version)
{
    internal static SettingsAnswer Of(SettingsBody settings, long version)
    {
        var all = settings.Complete();
        return new SettingsAnswer(
            all.WeekStart!, all.DayStart!, all.Shifts!, all.MinResponses!.Value, all.ShowComments!.Value, all.Target, version);
    }
}

/// <summary>What a tenant has set. Whatever is left out has its default.</summary>
/// <param name="WeekStart">The first day of its weeks: monday.</param>
/// <param name="DayStart">When its days begin, as in 06:00; a quarter-hour.</param>
/// <param name="Shifts">The shifts in which it works.</param>
/// <param name="MinResponses">How many responses a score needs before it should be shown.</param>
/// <param name="ShowComments">Whether walls may show comments.</param>
/// <param name="Target">The score that it aims at, −100 to 100; or null.</param>
public sealed record SettingsBody(
    string? WeekStart = null,
    string? DayStart = null,
    IReadOnlyList<ShiftBody>? Shifts = null,
    int? MinResponses = null,
    bool? ShowComments = null,
    int? Target = null)
{
    /// <summary>The fewest responses for which a score means something to most people.</summary>
    public const int MinResponsesDefault = 10;

    internal static readonly SettingsBody Default = new SettingsBody().Complete();

    /// <summary>With every default filled in.</summary>
    internal SettingsBody Complete() => this with
    {
        WeekStart = WeekStart ?? "monday",
        DayStart = DayStart ?? "00:00",
        Shifts = Shifts ?? [],
        MinResponses = MinResponses ?? MinResponsesDefault,
        ShowComments = ShowComments ?? false,
    };

    /// <summary>What windows are resolved by.</summary>
    internal TenantCalendar Calendar(TimeZoneInfo zone) => new(zone)
    {
        DayStart = TimeOf(DayStart) ?? default,
        WeekStart = DayOf(WeekStart) ?? DayOfWeek.Monday,
        Shifts = [.. (Shifts ?? []).Select(shift => new Shift(
            shift.Name, TimeOf(shift.From) ?? default, TimeOf(shift.To) ?? default, shift.Days?.Select(day => DayOf(day) ?? DayOfWeek.Monday).ToArray()))],
    };

    /// <summary>A day by its English name in small letters; null for anything else.</summary>
    internal static DayOfWeek? DayOf(string? name)
    {
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (name?.Equals(day.ToString(), StringComparison.OrdinalIgnoreCase) == true)
                return day;
        }

        return null;
    }

    /// <summary>A time of day on a quarter-hour, as in 06:15; null for anything else.</summary>
    internal static TimeSpan? TimeOf(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Minute % Minute.Quarter == 0
            ? time.ToTimeSpan()
            : null;
}

/// <summary>A shift as people write it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">When it begins, as in 06:00; a quarter-hour.</param>
/// <param name="To">When it ends; at or before From it ends on the next day.</param>
/// <param name="Days">The days on which it begins, as in monday; null for every day.</param>
public sealed record ShiftBody(string Name, string From, string To, IReadOnlyList<string>? Days = null);
