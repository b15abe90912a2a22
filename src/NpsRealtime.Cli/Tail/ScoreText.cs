using System.Globalization;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Tail;

/// <summary>The parts of a snapshot as a person reads them.</summary>
internal static class ScoreText
{
    public static string Nps(SnapshotAnswer snapshot) => snapshot.Nps?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? "none yet";

    public static string Interval(SnapshotAnswer snapshot) => snapshot.Interval is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{interval.Low:+0.0;-0.0;0.0} to {interval.High:+0.0;-0.0;0.0}")
        : "";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that says something.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };
}
