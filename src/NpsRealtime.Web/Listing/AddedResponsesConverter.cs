using System.Text.Json;
using System.Text.Json.Serialization;

namespace NpsRealtime.Web.Listing;

/// <summary>Writes a message of new responses as it is.</summary>
internal sealed class AddedResponsesConverter : JsonConverter<AddedResponses>
{
    public override AddedResponses Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("New responses are only sent.");

    public override void Write(Utf8JsonWriter writer, AddedResponses value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
}
