namespace NpsRealtime.Scoring.Tenants;

/// <summary>What became of a <see cref="TenantRequest"/>.</summary>
public enum TenantPut
{
    /// <summary>The tenant is new.</summary>
    Created,

    /// <summary>The tenant was there; it is now as asked.</summary>
    Existing,

    /// <summary>Refused: the time zone can't change once there are responses.</summary>
    TimeZoneFixed,

    /// <summary>Refused: the tenant was there, with another id-hash key.</summary>
    IdKeyFixed,
}
