using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NpsRealtime.Cli.Import;

/// <summary>
/// Writes a row of a CSV file as a response. It refuses only what it cannot read itself; every other rule is the server's, so that
/// there is one place where responses are judged.
/// </summary>
internal sealed class CsvRowWriter(ColumnMapping mapping, RowTime time) : IDisposable
{
    private readonly RowId _rowId = new();
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Writes the row; returns what is wrong with it, as a whole sentence, or null. Nothing is written of a faulty row.</summary>
    public string? Write(string[] row, IBufferWriter<byte> output)
    {
        var at = default(DateTimeOffset?);
        if (mapping.At is not null)
        {
            if (!time.TryRead(mapping.At.Of(row), out var read))
                return $"The date is not of the form {time.Form}.";
            at = read;
        }

        if (!TryReadScore(mapping.Score.Of(row), out var score))
            return "The score is not a whole number from 0 to 10.";
        var id = mapping.Id?.Of(row) ?? MakeId(row, score, at);
        if (id.Length == 0)
            return "The id is empty.";
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("id", id);
        _json.WriteNumber("score", score);
        _json.WriteString("channel", mapping.Channel.Of(row));
        _json.WriteString("touchpoint", mapping.Touchpoint.Of(row));
        if (at is { } instant)
            _json.WriteString("respondedAt", instant.UtcDateTime);
        WriteSegments(row);
        WriteUnlessEmpty("comment", mapping.Comment?.Of(row));
        WriteUnlessEmpty("customerId", mapping.CustomerId?.Of(row));
        _json.WriteEndObject();
        _json.Flush();
        return null;
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Whole numbers, and those that a spreadsheet turned into <c>9.0</c> because other rows of the column are empty.</summary>
    private static bool TryReadScore(string text, out int score) =>
        int.TryParse(text.EndsWith(".0", StringComparison.Ordinal) ? text.AsSpan(0, text.Length - 2) : text,
            NumberStyles.None, CultureInfo.InvariantCulture, out score)
        && score is >= 0 and <= 10;

    private string MakeId(string[] row, int score, DateTimeOffset? at)
    {
        _rowId.Begin();
        _rowId.Add("score", score.ToString(CultureInfo.InvariantCulture));
        _rowId.Add("channel", mapping.Channel.Of(row));
        _rowId.Add("touchpoint", mapping.Touchpoint.Of(row));
        _rowId.Add("respondedAt", at?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        _rowId.Add("comment", mapping.Comment?.Of(row));
        _rowId.Add("customerId", mapping.CustomerId?.Of(row));
        foreach (var (name, source) in mapping.Segments)
            _rowId.Add("segment " + name, source.Of(row));
        return _rowId.Make();
    }

    private void WriteSegments(string[] row)
    {
        if (mapping.Segments.Length == 0)
            return;
        _json.WriteStartObject("segments");
        foreach (var (name, source) in mapping.Segments)
            WriteUnlessEmpty(name, source.Of(row));
        _json.WriteEndObject();
    }

    private void WriteUnlessEmpty(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _json.WriteString(name, value);
    }
}
