using System.Text.Json;
using System.Text.Json.Serialization;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// Writes a watched score as its latest snapshot, which was serialised when it was published. The hub's protocol serialises under
/// the connection's write lock; so whatever order messages are written in, none holds an older snapshot than the one before it.
/// </summary>
internal sealed class WatchedScoreConverter : JsonConverter<WatchedScore>
{
    public override WatchedScore Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Snapshots are only sent.");

    public override void Write(Utf8JsonWriter writer, WatchedScore value, JsonSerializerOptions options)
    {
        if (value.Latest is { } latest)
            writer.WriteRawValue(latest.Json.Span, skipInputValidation: true);
        else
            writer.WriteNullValue();
    }
}
