using System.Text.Json.Serialization;

namespace NpsRealtime.Web.Health;

/// <summary>How the service fares.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not-ready</c>.</param>
/// <param name="StoreReachable">Whether the last call to the database succeeded; null when it was not asked about.</param>
/// <param name="Detail">One sentence for an operator.</param>
/// <param name="Silos">The addresses of a cluster's active silos as this one sees them; only for callers with the scope platform.</param>
public sealed record HealthAnswer(
    string Status,
    bool? StoreReachable,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Silos = null);
