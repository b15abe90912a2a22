namespace NpsRealtime.Scoring.Engine;

/// <summary>A recount of a tenant's responses against its tallies, in one consistent read.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Responses">Responses counted, erased ones left out.</param>
/// <param name="Tallied">The total of the tenant's own tallies; equal to <paramref name="Responses"/> when all is well.</param>
/// <param name="Buckets">How many tally rows were compared.</param>
/// <param name="Differences">Every difference, at most 1,000.</param>
/// <param name="DifferencesTotal">How many differences there are.</param>
public sealed record RecountReport(
    string Tenant, long Responses, long Tallied, long Buckets, IReadOnlyList<RecountDifference> Differences, long DifferencesTotal)
{
    public bool IsClean => DifferencesTotal == 0 && Responses == Tallied;
}
