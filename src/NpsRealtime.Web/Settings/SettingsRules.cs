using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Settings;

/// <summary>Checks what somebody asks a tenant's settings to be.</summary>
internal static class SettingsRules
{
    private const int ShiftsMax = 24;
    private const int ShiftNameMax = 64;
    private const int MinResponsesMax = 100_000;
    private const int TargetMax = 100;

    /// <summary>What is wrong; empty when nothing is.</summary>
    public static List<ResponseFault> Check(SettingsBody settings)
    {
        var faults = new List<ResponseFault>();
        if (SettingsBody.DayOf(settings.WeekStart) is null)
            faults.Add(new ResponseFault("weekStart", "weekStart is a day's English name, as in monday."));
        if (SettingsBody.TimeOf(settings.DayStart) is null)
            faults.Add(new ResponseFault("dayStart", "dayStart is a time on a quarter-hour, as in 06:00."));
        if (settings.MinResponses is < 0 or > MinResponsesMax)
            faults.Add(new ResponseFault("minResponses", $"minResponses is a whole number from 0 to {MinResponsesMax}."));
        if (settings.Target is < -TargetMax or > TargetMax)
            faults.Add(new ResponseFault("target", "target is a whole number from -100 to 100, or null."));
        if (settings.Shifts!.Count > ShiftsMax)
            faults.Add(new ResponseFault("shifts", $"There are at most {ShiftsMax} shifts."));
        else
            Check(settings.Shifts, faults);
        return faults;
    }

    private static void Check(IReadOnlyList<ShiftBody> shifts, List<ResponseFault> faults)
    {
        for (var index = 0; index < shifts.Count; index++)
        {
            var (shift, field) = (shifts[index], $"shifts[{index}]");
            if (shift is null)
            {
                faults.Add(new ResponseFault(field, "A shift is an object with name, from and to."));
                continue;
            }

            BodyReader.IsText(shift.Name, ShiftNameMax, field + ".name", faults);
            if (SettingsBody.TimeOf(shift.From) is null)
                faults.Add(new ResponseFault(field + ".from", "from is a time on a quarter-hour, as in 06:00."));
            if (SettingsBody.TimeOf(shift.To) is null)
                faults.Add(new ResponseFault(field + ".to", "to is a time on a quarter-hour, as in 14:00."));
            if (shift.Days is { } days && (days.Count == 0 || days.Any(day => SettingsBody.DayOf(day) is null)))
                faults.Add(new ResponseFault(field + ".days", "days has at least one day's English name, as in monday, or is left out for every day."));
        }
    }
}
