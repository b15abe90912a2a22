namespace NpsRealtime.Cli.Server;

/// <summary>What became of an NDJSON body.</summary>
internal sealed record IngestAnswer(
    long Lines, long Accepted, long Duplicates, long Corrected, long Conflicts, long Rejected, long Erased,
    IReadOnlyList<IngestFault>? Errors);
