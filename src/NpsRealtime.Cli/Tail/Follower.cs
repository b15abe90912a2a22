using System.Net.ServerSentEvents;
using System.Text.Json;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Tail;

/// <summary>
/// Follows a tenant's stream of snapshots, and opens it again for ever once it was open. Nothing has to be made up for after a
/// break: the first snapshots after it are the current ones.
/// </summary>
internal sealed class Follower(CommandContext context, string tenant, string[] scores, long? countMax)
{
    /// <summary>The server sends a heartbeat every 15 s; after two that did not come the connection is dead.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private long _count;
    private string? _warning;
    private TimeSpan _retry = TimeSpan.FromSeconds(2);

    public async Task<int> RunAsync(ITailView view, CancellationToken cancellation)
    {
        try
        {
            // The first attempt may fail: a wrong address or name should not end in an endless wait.
            var stream = await context.Server.OpenStreamAsync(tenant, scores, cancellation);
            await view.RunAsync(() => FollowAsync(stream, view, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is the ordinary end.
        }

        return ExitCode.Done;
    }

    private async Task FollowAsync(Stream? stream, ITailView view, CancellationToken cancellation)
    {
        var delay = _retry;
        while (true)
        {
            try
            {
                stream ??= await context.Server.OpenStreamAsync(tenant, scores, cancellation);
                view.Connection(isLive: true, fault: null);
                _warning = null;
                delay = _retry;
                if (await ReadAsync(stream, view, cancellation))
                    return;
                view.Connection(isLive: false, "The server closed the stream; connecting again.");
            }
            catch (Exception fault) when (IsBreak(fault, cancellation))
            {
                view.Connection(isLive: false, $"The server at {context.Server.Address} is away; connecting again.");
            }
            finally
            {
                if (stream is not null)
                    await stream.DisposeAsync();
                stream = null;
            }

            await Task.Delay(delay, context.Time, cancellation);
            delay = TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestDelay.Ticks));
        }
    }

    /// <summary>Says once what is wrong with the scores though the stream is open, and that it is over.</summary>
    private void Warn(ITailView view, string? warning)
    {
        if (warning == _warning)
            return;
        _warning = warning;
        view.Connection(isLive: warning is null, warning);
    }

    private static bool IsBreak(Exception fault, CancellationToken cancellation) =>
        fault is TransientException or HttpRequestException or IOException
        || (fault is OperationCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>Reads the stream to its end; returns whether enough changes have come.</summary>
    private async Task<bool> ReadAsync(Stream stream, ITailView view, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(SilenceMax);
        var events = SseParser.Create(stream);
        await foreach (var item in events.EnumerateAsync(silence.Token))
        {
            silence.CancelAfter(SilenceMax);
            if (events.ReconnectionInterval is var asked && asked > TimeSpan.Zero && asked < LongestDelay)
                _retry = asked;
            if (item.EventType == "heartbeat" && JsonSerializer.Deserialize(item.Data, ServerJson.Default.HeartbeatAnswer) is { } heartbeat)
                Warn(view, heartbeat.Warning);
            if (item.EventType != "score" || JsonSerializer.Deserialize(item.Data, ServerJson.Default.SnapshotAnswer) is not { } snapshot)
                continue;
            view.Changed(item.Data, snapshot);
            if (++_count >= countMax)
                return true;
        }

        return false;
    }
}
