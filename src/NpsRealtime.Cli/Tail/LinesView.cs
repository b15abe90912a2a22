using System.Globalization;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Tail;

/// <summary>One plain line a change, for pipes and logs.</summary>
internal sealed class LinesView(Terminal terminal) : ITailView
{
    public Task RunAsync(Func<Task> follow) => follow();

    public void Changed(string json, SnapshotAnswer snapshot)
    {
        var at = snapshot.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var score = $"{snapshot.Key}@{snapshot.Window.Name}  NPS {ScoreText.Nps(snapshot)}  {ScoreText.Interval(snapshot)}";
        terminal.Out.WriteLine($"{at}  {score}  of {snapshot.Counts.Total.ToString(CultureInfo.InvariantCulture)}");
    }

    public void Connection(bool isLive, string? fault)
    {
        if (fault is not null)
            terminal.Error.WriteLine("nps: " + fault);
    }
}
