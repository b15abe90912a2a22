using System.Globalization;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Tail;

/// <summary>One plain line a change, for pipes and logs.</summary>
internal sealed class LinesView(Terminal terminal) : ITailView
{
    public Task RunAsync(Func<Task> follow) => follow();

    public void Changed(string json, SnapshotAnswer snapshot) => terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{snapshot.AsOf.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}  {snapshot.Key}@{snapshot.Window.Name}  NPS {ScoreText.Nps(snapshot)}  {ScoreText.Interval(snapshot)}  of {snapshot.Counts.Total}"));

    public void Connection(bool isLive, string? fault)
    {
        if (fault is not null)
            terminal.Error.WriteLine("nps: " + fault);
    }
}
