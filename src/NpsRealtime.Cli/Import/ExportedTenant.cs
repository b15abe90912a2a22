namespace NpsRealtime.Cli.Import;

/// <summary>The tenant that the first line of an export describes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">The spelling under which it was made.</param>
/// <param name="TimeZone">Its time zone.</param>
/// <param name="IdKey">The key of its id hashes, base64; a secret, without which tombstones mean nothing.</param>
internal sealed record ExportedTenant(string? Name, string? Label, string? TimeZone, string? IdKey);
