namespace NpsRealtime.Web.Streams;

/// <summary>A snapshot as it goes to viewers: serialised once, shared by all of them.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="PublishedAt">The timestamp at which the engine published it.</param>
internal sealed record PublishedSnapshot(ReadOnlyMemory<byte> Json, long Version, long PublishedAt);
