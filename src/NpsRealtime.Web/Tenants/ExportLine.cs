using System.Globalization;
using System.Text.Json;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Web.Tenants;

/// <summary>Writes one stored response in the form in which responses are sent.</summary>
internal static class ExportLine
{
    public static void Write(Utf8JsonWriter writer, ExportedResponse response)
    {
        writer.WriteStartObject();
        if (response.IsErased)
        {
            writer.WriteBoolean("erased", true);
            writer.WriteString("idHash", Convert.ToHexStringLower(response.IdHash));
        }
        else
        {
            WriteFields(writer, response);
        }

        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, ExportedResponse response)
    {
        writer.WriteString("id", response.Id);
        writer.WriteNumber("score", response.Score!.Value);
        writer.WriteString("channel", response.Channel);
        writer.WriteString("touchpoint", response.Touchpoint);
        writer.WriteString(
            "respondedAt", response.RespondedAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (!response.RespondedAtSent)
            writer.WriteBoolean("respondedAtStamped", true);
        if (response.Segments is { Count: > 0 } segments)
        {
            writer.WriteStartObject("segments");
            foreach (var (name, value) in segments)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        if (response.CustomerId is not null)
            writer.WriteString("customerId", response.CustomerId);
        if (response.Comment is not null)
            writer.WriteString("comment", response.Comment);
    }
}
