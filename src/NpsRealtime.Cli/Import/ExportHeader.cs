namespace NpsRealtime.Cli.Import;

/// <summary>The first line of an export.</summary>
internal sealed record ExportHeader(ExportedTenant? Tenant);
