namespace NpsRealtime.Cli.Import;

/// <summary>The end of an import.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Totals">What became of the lines.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Retries">How often something was sent again.</param>
/// <param name="Fault">What ended it before its time; null when all of the file was sent.</param>
internal sealed record ImportSummary(string File, string Tenant, ImportTotals Totals, TimeSpan Elapsed, int Retries, string? Fault);
