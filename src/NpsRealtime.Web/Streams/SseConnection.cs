using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Listing;

namespace NpsRealtime.Web.Streams;

/// <summary>A viewer on an SSE stream (WHATWG HTML, "Server-sent events").</summary>
internal sealed class SseConnection(HttpContext context) : IViewerConnection
{
    public const string TransportName = "sse";

    private readonly PipeWriter _output = context.Response.BodyWriter;

    public string Transport => TransportName;

    /// <summary>Sends the headers, and how soon a browser tries again after a broken connection.</summary>
    public ValueTask<FlushResult> BeginAsync()
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";

        // Proxies such as nginx would otherwise hold events back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        _output.Write("retry: 2000\n\n"u8);
        return _output.FlushAsync(context.RequestAborted);
    }

    public ValueTask SendAsync(SharedScore score)
    {
        var latest = score.Latest!;
        Span<byte> version = stackalloc byte[20];
        Utf8Formatter.TryFormat(latest.Version, version, out var length);
        _output.Write("event: score\nid: "u8);
        _output.Write(version[..length]);
        _output.Write("\ndata: "u8);
        _output.Write(latest.Json.Span);
        _output.Write("\n\n"u8);
        return FlushAsync();
    }

    public ValueTask SendAsync(AddedResponses responses)
    {
        _output.Write("event: responses\nid: "u8);
        _output.Write(Encoding.ASCII.GetBytes(responses.Position));
        _output.Write("\ndata: "u8);
        _output.Write(responses.Json.Span);
        _output.Write("\n\n"u8);
        return FlushAsync();
    }

    public ValueTask SendAsync(Heartbeat heartbeat) =>
        SendAsync("heartbeat"u8, JsonSerializer.SerializeToUtf8Bytes(heartbeat, ReadableJson.Types.Heartbeat));

    /// <summary>Sends an event other than a score.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="json">Its data, without line breaks.</param>
    public ValueTask SendAsync(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        _output.Write("event: "u8);
        _output.Write(name);
        _output.Write("\ndata: "u8);
        _output.Write(json);
        _output.Write("\n\n"u8);
        return FlushAsync();
    }

    public void Abort() => context.Abort();

    private async ValueTask FlushAsync() => await _output.FlushAsync(context.RequestAborted);
}
