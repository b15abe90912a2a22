namespace NpsRealtime.Web.Responses;

/// <summary>What became of one response.</summary>
/// <param name="Id">The response's id: the one that was sent, or the one that the server made.</param>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c> or <c>corrected</c>.</param>
/// <param name="Position">Pass it as <c>after=</c> to a read that must include this response.</param>
public sealed record Receipt(string Id, string Status, string Position);
