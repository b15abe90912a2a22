using System.Text.Encodings.Web;
using System.Text.Json;

namespace NpsRealtime.Cli.Import;

/// <summary>One JSON object with every refused line and then the totals, written as it comes, so that memory stays bounded.</summary>
internal sealed class JsonImportReport : IImportReport
{
    private const int FlushBytes = 1 << 16;

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Utf8JsonWriter _json;

    public JsonImportReport()
    {
        _json = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteStartArray("refused");
    }

    public void Refused(RefusedLine line)
    {
        JsonSerializer.Serialize(_json, line, ImportJson.Readable.RefusedLine);
        if (_json.BytesPending > FlushBytes)
            _json.Flush();
    }

    public void Finish(ImportSummary summary)
    {
        _json.WriteEndArray();
        _json.WriteString("file", summary.File);
        _json.WriteString("tenant", summary.Tenant);
        _json.WriteBoolean("complete", summary.Fault is null);
        if (summary.Fault is not null)
            _json.WriteString("fault", summary.Fault);
        _json.WriteNumber("lines", summary.Totals.Lines);
        _json.WriteNumber("accepted", summary.Totals.Accepted);
        _json.WriteNumber("duplicates", summary.Totals.Duplicates);
        _json.WriteNumber("corrected", summary.Totals.Corrected);
        _json.WriteNumber("erased", summary.Totals.Erased);
        _json.WriteNumber("conflicts", summary.Totals.Conflicts);
        _json.WriteNumber("rejected", summary.Totals.Rejected);
        _json.WriteNumber("retries", summary.Retries);
        _json.WriteNumber("seconds", Math.Round(summary.Elapsed.TotalSeconds, 3));
        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n"u8);
        _output.Flush();
    }

    public void Dispose()
    {
        _json.Dispose();
        _output.Dispose();
    }
}
