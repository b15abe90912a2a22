namespace NpsRealtime.Web.Responses;

/// <summary>What became of an NDJSON body.</summary>
/// <param name="Complete">Whether every line was dealt with; otherwise the database went away and the body must be sent again.</param>
/// <param name="Lines">Lines dealt with, empty ones left out: the sum of the counts that follow.</param>
/// <param name="Accepted">New responses.</param>
/// <param name="Duplicates">Responses that were there, the same as they were sent now.</param>
/// <param name="Corrected">Responses that replaced other content under their id.</param>
/// <param name="Conflicts">Responses refused since other content stands under their id.</param>
/// <param name="Erased">Tombstones taken.</param>
/// <param name="Rejected">Lines refused for another reason.</param>
/// <param name="Errors">The refused lines, the first 1,000 of them.</param>
/// <param name="Position">Pass it as <c>after=</c> to a read that must include everything that was taken.</param>
public sealed record IngestSummary(
    bool Complete,
    long Lines,
    long Accepted,
    long Duplicates,
    long Corrected,
    long Conflicts,
    long Erased,
    long Rejected,
    IReadOnlyList<IngestError> Errors,
    string Position);
