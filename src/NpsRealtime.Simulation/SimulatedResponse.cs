using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NpsRealtime.Simulation;

/// <summary>One made-up response, in the words of the HTTP contract.</summary>
public sealed record SimulatedResponse(
    string Id,
    int Score,
    string Channel,
    string Touchpoint,
    DateTimeOffset RespondedAt,
    IReadOnlyList<KeyValuePair<string, string>> Segments,
    string? Comment,
    string? CustomerId)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the response as one JSON object without a line end.</summary>
    public void WriteJson(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, JsonOptions);
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteNumber("score", Score);
        json.WriteString("channel", Channel);
        json.WriteString("touchpoint", Touchpoint);
        json.WriteString("respondedAt", RespondedAt.UtcDateTime);
        json.WriteStartObject("segments");
        foreach (var (name, value) in Segments)
            json.WriteString(name, value);
        json.WriteEndObject();
        if (Comment is not null)
            json.WriteString("comment", Comment);
        if (CustomerId is not null)
            json.WriteString("customerId", CustomerId);
        json.WriteEndObject();
    }
}
