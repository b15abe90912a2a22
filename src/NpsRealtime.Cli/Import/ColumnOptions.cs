namespace NpsRealtime.Cli.Import;

/// <summary>Which column, or constant, each field of a response comes from, as the command line says it.</summary>
internal sealed record ColumnOptions(
    string? Score,
    string? Channel,
    string? Touchpoint,
    string? At,
    string? Comment,
    string? CustomerId,
    string? Id,
    IReadOnlyList<KeyValuePair<string, string>> Segments)
{
    /// <summary>Whether anything was said; an NDJSON file names its fields itself.</summary>
    public bool IsEmpty =>
        (Score ?? Channel ?? Touchpoint ?? At ?? Comment ?? CustomerId ?? Id) is null && Segments.Count == 0;
}
