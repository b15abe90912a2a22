using System.Threading.Channels;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Import;

/// <summary>
/// Sends a file chunk by chunk, in order, one request at a time, while the next chunks are being read. Order matters where a file
/// holds an id twice: the first one counts, or with corrections the last.
/// </summary>
internal sealed class Uploader(
    ServerClient server, string tenant, bool correct, Retry retry, ImportTotals totals, IReadOnlyList<IImportReport> reports)
{
    private const int ChunksAhead = 2;

    /// <summary>How many faults the server lists in one answer.</summary>
    private const int FaultsListedMax = 1_000;

    public async Task RunAsync(IResponseLines source, ProgressLine progress, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var chunks = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(ChunksAhead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(source, chunks.Writer, ending.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellation))
            {
                var answer = chunk.Count == 0 ? null : await retry.RunAsync(token => SendAsync(chunk.Body, token), cancellation);
                totals.Add(chunk, answer);
                Report(chunk, answer is null ? [] : await FaultsAsync(chunk, answer, cancellation));
                progress.Advance(chunk.Position, totals.Lines);
            }
        }
        finally
        {
            // The reader must have let go of the file before its owner closes it; its faults came out of the loop above.
            await ending.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync(IResponseLines source, ChannelWriter<Chunk> chunks, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var chunk = Chunk.Read(source);
                if (!chunk.IsEmpty)
                    await chunks.WriteAsync(chunk, cancellation);
                if (chunk.IsEmpty || chunk.Fault is not null)
                {
                    chunks.Complete(chunk.Fault);
                    return;
                }
            }
        }
        catch (Exception fault)
        {
            chunks.Complete(fault);
        }
    }

    private async Task<IngestAnswer> SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        try
        {
            return await server.PostLinesAsync(tenant, lines, correct, cancellation);
        }
        catch (TransientException away) when (away.Committed is { } part)
        {
            totals.AddPart(part);
            throw;
        }
    }

    /// <summary>
    /// Every fault of a chunk. Where the server listed only some of them, the lines are sent once more in smaller parts: that
    /// changes nothing, what was refused is refused again, and each answer has room for all of its faults.
    /// </summary>
    private async Task<IEnumerable<IngestFault>> FaultsAsync(Chunk chunk, IngestAnswer answer, CancellationToken cancellation)
    {
        var listed = answer.Errors ?? [];
        if (listed.Count >= answer.Conflicts + answer.Rejected)
            return listed;
        var faults = new List<IngestFault>();
        for (var first = 0; first < chunk.Count; first += FaultsListedMax)
        {
            var lines = chunk.Lines(first, Math.Min(FaultsListedMax, chunk.Count - first));
            var part = await retry.RunAsync(token => server.PostLinesAsync(tenant, lines, correct, token), cancellation);
            var before = first;
            faults.AddRange((part.Errors ?? []).Select(fault => fault with { Line = fault.Line + before }));
        }

        return faults;
    }

    private void Report(Chunk chunk, IEnumerable<IngestFault> faults)
    {
        var fromServer = faults.Select(fault => new RefusedLine(chunk.LineOf(fault.Line), fault.Id, fault.Code, fault.Detail));
        foreach (var line in chunk.Refused.Concat(fromServer).OrderBy(line => line.Line))
        {
            foreach (var report in reports)
                report.Refused(line);
        }
    }
}
