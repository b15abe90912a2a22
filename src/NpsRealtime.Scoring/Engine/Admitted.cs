using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Engine;

/// <summary>Requests that have their place in the queue.</summary>
/// <param name="Committed">
/// Completes when every one of them is decided and committed, with the outcomes in the order of the requests. It does not fault
/// because the database is away: those outcomes say <see cref="ResponseStatus.Unavailable"/>.
/// </param>
public readonly record struct Admitted(Task<ResponseOutcome[]> Committed);
