using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>A page's memory, as the browser's own tools tell it.</summary>
internal sealed class PageHeap
{
    /// <summary>Kinds of nodes in a heap snapshot that are not the page's: compiled code, and what the browser keeps for itself.</summary>
    private static readonly string[] NotThePages = ["code", "native", "synthetic", "hidden"];

    private readonly ICDPSession _session;
    private readonly StringBuilder _snapshot = new();

    private PageHeap(ICDPSession session)
    {
        _session = session;
        session.Event("HeapProfiler.addHeapSnapshotChunk").OnEvent += (_, data) => _snapshot.Append(data!.Value.GetProperty("chunk").GetString());
    }

    public static async Task<PageHeap> OfAsync(IBrowserContext context, IPage page) => new(await context.NewCDPSessionAsync(page));

    /// <summary>Collects what is garbage, and measures the rest.</summary>
    public async Task<HeapFigures> MeasureAsync()
    {
        for (var time = 0; time < 3; time++)
            await _session.SendAsync("HeapProfiler.collectGarbage");
        var used = (await _session.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble();
        var nodes = (await _session.SendAsync("Memory.getDOMCounters"))!.Value.GetProperty("nodes").GetDouble();
        _snapshot.Clear();
        await _session.SendAsync("HeapProfiler.takeHeapSnapshot", new() { ["reportProgress"] = false });
        using var snapshot = JsonDocument.Parse(_snapshot.ToString());
        return new(used, ObjectBytesOf(snapshot.RootElement), nodes);
    }

    private static double ObjectBytesOf(JsonElement snapshot)
    {
        var meta = snapshot.GetProperty("snapshot").GetProperty("meta");
        var fields = meta.GetProperty("node_fields").EnumerateArray().Select(field => field.GetString()).ToList();
        var kinds = meta.GetProperty("node_types")[fields.IndexOf("type")].EnumerateArray().Select(kind => kind.GetString()!).ToList();
        var numbers = snapshot.GetProperty("nodes").EnumerateArray().Select(number => number.GetInt64()).ToList();
        double bytes = 0;
        for (var node = 0; node < numbers.Count; node += fields.Count)
        {
            if (!NotThePages.Contains(kinds[(int)numbers[node + fields.IndexOf("type")]]))
                bytes += numbers[node + fields.IndexOf("self_size")];
        }

        return bytes;
    }
}
