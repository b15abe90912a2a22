using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace NpsRealtime.Web.Json;

/// <summary>
/// Writes small answers with their length known, from a buffer that each thread keeps: no chunking and next to no garbage on
/// the path that every single response takes.
/// </summary>
internal static class JsonAnswer
{
    private const int KeptBytesMax = 65_536;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static Task WriteAsync<T>(
        HttpResponse response, int status, T value, JsonTypeInfo<T> type, string contentType = "application/json")
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableJson.Encoder, SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity > KeptBytesMax)
            (_buffer, _writer) = (null, null);

        // The server flushes at the end of the request; until then the answer waits in its own buffer.
        return Task.CompletedTask;
    }
}
