using System.Globalization;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains;

/// <summary>How grains are named: the tenant, a bar, and what of the tenant. No slug and no score key holds a bar.</summary>
internal static class GrainKeys
{
    public static string Score(string tenant, ScoreKey key) => $"{tenant}|{key.Text}";

    public static string Partition(string tenant, int partition) => $"{tenant}|{partition.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The tenant and the rest of a grain's name.</summary>
    public static (string Tenant, string Part) Split(string grainKey)
    {
        var bar = grainKey.IndexOf('|', StringComparison.Ordinal);
        return bar > 0
            ? (grainKey[..bar], grainKey[(bar + 1)..])
            : throw new ArgumentException($"'{grainKey}' names no grain of a tenant: the bar is missing.", nameof(grainKey));
    }
}
