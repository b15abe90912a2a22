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
