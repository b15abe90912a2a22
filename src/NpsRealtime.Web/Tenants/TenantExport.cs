using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Tenants;

/// <summary>
/// Everything of a tenant as NDJSON: the tenant in the first line, then a response or tombstone a line, in the form in which it
/// can be sent to another installation. A fault in the middle cuts the connection, so that no half an export passes for a whole.
/// </summary>
internal sealed class TenantExport(IScoreEngine engine, Tenant tenant) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    private const int FlushBytes = 65_536;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ReadableJson.Encoder };

    public int? StatusCode => 200;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellation = httpContext.RequestAborted;
        await using var responses = engine.ExportAsync(tenant, cancellation).GetAsyncEnumerator(cancellation);

        // The first row is read before the status is sent: a database that is away is still a 503 then.
        var hasNext = await responses.MoveNextAsync();
        httpContext.Response.ContentType = "application/x-ndjson";
        var output = httpContext.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(output, WriterOptions);
        WriteTenant(writer);
        EndLine(writer, output);
        while (hasNext)
        {
            ExportLine.Write(writer, responses.Current);
            EndLine(writer, output);
            if (output.UnflushedBytes > FlushBytes)
                await output.FlushAsync(cancellation);
            hasNext = await responses.MoveNextAsync();
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(string), ["application/x-ndjson"]));

    private static void EndLine(Utf8JsonWriter writer, System.IO.Pipelines.PipeWriter output)
    {
        writer.Flush();
        writer.Reset();
        output.GetSpan(1)[0] = (byte)'\n';
        output.Advance(1);
    }

    private void WriteTenant(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("tenant");
        writer.WriteString("name", tenant.Name);
        writer.WriteString("label", tenant.Label);
        writer.WriteString("timeZone", tenant.TimeZone.Id);
        writer.WriteBase64String("idKey", tenant.IdKey);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

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
