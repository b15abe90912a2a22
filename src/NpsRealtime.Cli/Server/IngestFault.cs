namespace NpsRealtime.Cli.Server;

/// <summary>One line of an NDJSON body that was refused; lines count from 1.</summary>
internal sealed record IngestFault(int Line, string? Id, string Code, string Detail);
