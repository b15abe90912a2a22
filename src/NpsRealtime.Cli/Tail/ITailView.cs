using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Tail;

/// <summary>Shows snapshots as they come.</summary>
internal interface ITailView
{
    /// <summary>Shows what <paramref name="follow"/> reports until it ends.</summary>
    Task RunAsync(Func<Task> follow);

    /// <summary>A snapshot, as it was sent and as it was read.</summary>
    void Changed(string json, SnapshotAnswer snapshot);

    /// <summary>Whether the stream is open and its scores are live and complete; if not, what is wrong.</summary>
    void Connection(bool isLive, string? fault);
}
