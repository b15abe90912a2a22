using System.Text.Json;
using System.Text.Json.Serialization;

namespace NpsRealtime.Web.Listing;

/// <summary>A message of new responses, already written.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Position">The place of the last one.</param>
internal sealed record AddedResponses(ReadOnlyMemory<byte> Json, string Position);

/// <summary>Writes a message of new responses as it is.</summary>
internal sealed class AddedResponsesConverter : JsonConverter<AddedResponses>
{
    public override AddedResponses Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("New responses are only sent.");

    public override void Write(Utf8JsonWriter writer, AddedResponses value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
}
