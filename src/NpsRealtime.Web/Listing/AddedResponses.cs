namespace NpsRealtime.Web.Listing;

/// <summary>A message of new responses, already written.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Position">The place of the last one.</param>
internal sealed record AddedResponses(ReadOnlyMemory<byte> Json, string Position);
