namespace NpsRealtime.Scoring.Engine;

/// <summary>One stored response, or the tombstone of an erased one, as it leaves the store.</summary>
/// <param name="IdHash">The id's hash under the tenant's key, 16 bytes.</param>
/// <param name="IsErased">Whether this is a tombstone; then everything below is null.</param>
/// <param name="Id">The id.</param>
/// <param name="Score">0 to 10.</param>
/// <param name="Channel">The channel as it was first spelled.</param>
/// <param name="Touchpoint">The touchpoint as it was first spelled.</param>
/// <param name="RespondedAt">When the customer answered.</param>
/// <param name="RespondedAtSent">Whether the sender gave that time; otherwise the server stamped it.</param>
/// <param name="Segments">Name and value of each segment.</param>
/// <param name="Comment">The comment, or null.</param>
/// <param name="CustomerId">The customer's id, or null.</param>
public sealed record ExportedResponse(
    byte[] IdHash,
    bool IsErased,
    string? Id = null,
    int? Score = null,
    string? Channel = null,
    string? Touchpoint = null,
    DateTimeOffset? RespondedAt = null,
    bool RespondedAtSent = false,
    IReadOnlyList<KeyValuePair<string, string>>? Segments = null,
    string? Comment = null,
    string? CustomerId = null);
