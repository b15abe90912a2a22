using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>A collector of OpenTelemetry's OTLP over HTTP that remembers the names of what nodes send to it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Meter, string Instrument), byte> _instruments = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly WebApplication _host;

    private OtlpReceiver(WebApplication host) => _host = host;

    /// <summary>Every instrument of which a value has arrived, with its meter.</summary>
    public (string Meter, string Instrument)[] Instruments => [.. _instruments.Keys];

    /// <summary>Every span that has arrived.</summary>
    public OtlpSpan[] Spans => [.. _spans];

    /// <summary>What a node must find in its environment to send here, and soon.</summary>
    public Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _host.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
    };

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._host.Run(receiver.TakeAsync);
        await receiver._host.StartAsync();
        return receiver;
    }

    /// <summary>Waits until something has arrived.</summary>
    public async Task HasAsync(Func<OtlpReceiver, bool> isThere, string what)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (isThere(this))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException(
            $"There was no {what} within 30 s, but {string.Join(", ", Instruments)} and {string.Join(", ", Spans.Select(span => span.Source + ": " + span.Name).Distinct(StringComparer.Ordinal))}.");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var resource in Protobuf.Values(body.ToArray(), field: 1))
        {
            foreach (var scope in Protobuf.Values(resource, field: 2))
            {
                var name = Protobuf.Text(Protobuf.Value(scope, field: 1), field: 1);
                foreach (var item in Protobuf.Values(scope, field: 2))
                {
                    if (context.Request.Path == "/v1/metrics")
                        _instruments[(name, Protobuf.Text(item, field: 1))] = 0;
                    else
                        _spans.Enqueue(new OtlpSpan(name, Protobuf.Text(item, field: 5), Hex(item, field: 1), Hex(item, field: 2), Hex(item, field: 4)));
                }
            }
        }
    }

    private static string Hex(ReadOnlyMemory<byte> span, int field) => Convert.ToHexString(Protobuf.Value(span, field).Span);
}
