namespace NpsRealtime.Cli.Server;

/// <summary>A recount of a tenant's responses against its tallies.</summary>
internal sealed record RecountAnswer(
    string Tenant, long Responses, long Tallied, long Buckets, IReadOnlyList<RecountDifference> Differences, long DifferencesTotal)
{
    public bool IsClean => DifferencesTotal == 0 && Responses == Tallied;
}
