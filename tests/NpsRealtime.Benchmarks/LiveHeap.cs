using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// What a process's objects take after a collection of all generations, which is asked for through the runtime's diagnostic port. Its resident
/// memory says that only to within some twenty megabytes: the collector keeps as much room as it expects to need.
/// </summary>
internal static class LiveHeap
{
    private const int Oldest = 2;
    private const int Readings = 4;

    private static readonly EventPipeProvider Collections = new(
        ClrTraceEventParser.ProviderName,
        EventLevel.Informational,
        (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect));

    /// <summary>The least of some readings, one a second: for a while after it was busy a server still merges what it has stored.</summary>
    /// <exception cref="InvalidOperationException">The process did not tell; it may have ended.</exception>
    public static async Task<double> LeastBytesOfAsync(int process)
    {
        var least = double.MaxValue;
        for (var reading = 0; reading < Readings; reading++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            least = Math.Min(least, BytesOf(process));
        }

        return least;
    }

    private static long BytesOf(int process)
    {
        using var session = new DiagnosticsClient(process).StartEventPipeSession(Collections, requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        var (isWhole, bytes) = (false, 0L);
        source.Clr.GCStart += start => isWhole |= start.Depth == Oldest && start.Reason == GCReason.Induced;
        source.Clr.GCHeapStats += stats =>
        {
            if (!isWhole || bytes > 0)
                return;
            bytes = stats.TotalHeapSize;
            _ = Task.Run(session.Stop);
        };
        source.Process();
        return bytes > 0 ? bytes : throw new InvalidOperationException("The process told nothing of a collection.");
    }
}
