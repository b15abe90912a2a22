using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Store;

/// <summary>A score key with the number by which rows name it. <see cref="TenantId"/> is the number of every tenant's own key.</summary>
public sealed record StoredKey(int Id, ScoreKey Key)
{
    /// <summary>The number of the key <c>tenant</c>, which needs no row.</summary>
    public const int TenantId = 0;
}
