using System.Collections.Concurrent;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;
using Spectre.Console;

namespace NpsRealtime.Cli.Tail;

/// <summary>
/// A table that is drawn anew four times a second: often enough to look live, and however many changes come, the terminal is
/// never the bottleneck.
/// </summary>
internal sealed class TableView(Terminal terminal, TimeProvider time) : ITailView
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Highlight = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Key, string Window), (SnapshotAnswer Snapshot, DateTimeOffset ChangedAt)> _scores = new();
    private volatile string? _fault;

    public async Task RunAsync(Func<Task> follow)
    {
        await terminal.Screen.Live(Draw()).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(async screen =>
        {
            var following = follow();
            using var timer = new PeriodicTimer(Redraw, time);
            while (!following.IsCompleted)
            {
                await Task.WhenAny(following, timer.WaitForNextTickAsync().AsTask());
                screen.UpdateTarget(Draw());
            }

            await following;
        });
    }

    public void Changed(string json, SnapshotAnswer snapshot)
    {
        // A window that merely moved on is no news; another count is.
        var key = (snapshot.Key, snapshot.Window.Name);
        var isNews = !_scores.TryGetValue(key, out var known) || known.Snapshot.Counts != snapshot.Counts;
        _scores[key] = (snapshot, isNews ? time.GetUtcNow() : known.ChangedAt);
    }

    public void Connection(bool isLive, string? fault) => _fault = isLive ? null : fault;

    private Table Draw()
    {
        var now = time.GetUtcNow();
        var table = new Table().Border(TableBorder.Rounded).Caption(Caption());
        foreach (var name in (string[])["score", "window"])
            table.AddColumn(new TableColumn(name).NoWrap());
        foreach (var name in (string[])["NPS", "95 %", "promoters", "passives", "detractors", "total", "last"])
            table.AddColumn(new TableColumn(name).NoWrap().RightAligned());
        foreach (var (snapshot, changedAt) in _scores.Values.OrderBy(score => Order(score.Snapshot), StringComparer.Ordinal))
            table.AddRow(Row(snapshot, now - changedAt < Highlight, now));
        return table;
    }

    private string Caption() => _fault is { } fault ? $"[yellow]{Markup.Escape(fault)}[/]" : "[green]live[/] · Ctrl-C ends";

    private static string Order(SnapshotAnswer snapshot) => (snapshot.Key == "tenant" ? "0" : "1") + snapshot.Key + "@" + snapshot.Window.Name;

    private static string[] Row(SnapshotAnswer snapshot, bool isNews, DateTimeOffset now)
    {
        var colour = snapshot.Nps switch { null => "grey", < 0 => "red", < 30 => "yellow", _ => "green" };
        var last = snapshot.LastResponse is { } response ? ScoreText.Age(now - response.AcceptedAt) : "";
        var label = snapshot.Key == "tenant" ? "everything" : snapshot.Key;
        return
        [
            Markup.Escape(label),
            Markup.Escape(snapshot.Window.Name),
            $"[{(isNews ? "bold " : "")}{colour}]{ScoreText.Nps(snapshot)}[/]",
            ScoreText.Interval(snapshot),
            ScoreText.Count(snapshot.Counts.Promoters),
            ScoreText.Count(snapshot.Counts.Passives),
            ScoreText.Count(snapshot.Counts.Detractors),
            ScoreText.Count(snapshot.Counts.Total),
            last,
        ];
    }
}
