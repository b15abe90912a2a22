using System.Threading.Channels;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Import;

/// <summary>
/// Sends a file chunk by chunk, in order, one request at a time, while the next chunks are being read. Order matters where a file
/// holds an id twice: the first one counts, or with corrections the last.
/// </summary>
internal sealed class Uploader(ServerClient server, string tenant, bool correct, Retry retry, ImportTotals totals, IReadOnlyList<IImportReport> reports)
{
    private const int ChunksAhead = 2;

    public async Task RunAsync(IResponseLines source, ProgressLine progress, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var chunks = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(ChunksAhead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(source, chunks.Writer, ending.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellation))
            {
                var answer = chunk.Count == 0 ? null : await retry.RunAsync(token => SendAsync(chunk, token), cancellation);
                totals.Add(chunk, answer);
                Report(chunk, answer);
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

    private async Task<IngestAnswer> SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        var answer = await server.PostLinesAsync(tenant, chunk.Body, correct, cancellation);
        if (answer.Complete)
            return answer;
        totals.AddPart(answer);
        throw new TransientException("The server's database is away.");
    }

    private void Report(Chunk chunk, IngestAnswer? answer)
    {
        var fromServer = answer?.Errors?.Select(fault => new RefusedLine(chunk.LineOf(fault.Line), fault.Id, fault.Code, fault.Detail)) ?? [];
        foreach (var line in chunk.Refused.Concat(fromServer).OrderBy(line => line.Line))
        {
            foreach (var report in reports)
                report.Refused(line);
        }
    }
}
