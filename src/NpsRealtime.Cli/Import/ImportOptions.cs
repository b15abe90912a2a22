using System.Text;

namespace NpsRealtime.Cli.Import;

/// <summary>An import as the command line asks for it.</summary>
internal sealed record ImportOptions(
    FileInfo File,
    string? Tenant,
    ColumnOptions Columns,
    string? DateFormat,
    TimeZoneInfo? TimeZone,
    char? Delimiter,
    Encoding Encoding,
    bool Correct,
    string? RefusedFile,
    TimeSpan RetryFor)
{
    /// <summary>Whether the file is NDJSON, which its name says.</summary>
    public bool IsNdjson => File.Extension.ToLowerInvariant() is ".ndjson" or ".jsonl";
}
