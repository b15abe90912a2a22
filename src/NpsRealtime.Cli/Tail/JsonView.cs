using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Tail;

/// <summary>One snapshot a line, as it was sent.</summary>
internal sealed class JsonView(Terminal terminal) : ITailView
{
    public Task RunAsync(Func<Task> follow) => follow();

    public void Changed(string json, SnapshotAnswer snapshot) => terminal.Out.WriteLine(json.ReplaceLineEndings(""));

    public void Connection(bool isLive, string? fault)
    {
        if (fault is not null)
            terminal.Error.WriteLine("nps: " + fault);
    }
}
