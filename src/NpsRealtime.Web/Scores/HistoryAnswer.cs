using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Web.Scores;

/// <summary>A score over time.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">The score key.</param>
/// <param name="From">Where the first step begins.</param>
/// <param name="To">Where the last step ends.</param>
/// <param name="Step">The length of a step.</param>
/// <param name="Points">A point per step; steps without responses have zero counts, a null nps and a null interval.</param>
public sealed record HistoryAnswer(
    string Tenant, string Key, DateTimeOffset From, DateTimeOffset To, string Step, IReadOnlyList<HistoryPoint> Points);
