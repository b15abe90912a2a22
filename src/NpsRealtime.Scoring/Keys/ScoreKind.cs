namespace NpsRealtime.Scoring.Keys;

/// <summary>What a score key selects responses by.</summary>
public enum ScoreKind
{
    /// <summary>All responses of the tenant: <c>tenant</c>.</summary>
    Tenant,

    /// <summary>One channel: <c>channel/web</c>.</summary>
    Channel,

    /// <summary>One touchpoint: <c>touchpoint/checkout</c>.</summary>
    Touchpoint,

    /// <summary>One channel at one touchpoint: <c>channel/web/touchpoint/checkout</c>.</summary>
    Pair,

    /// <summary>One value of a segment: <c>segment/region/emea</c>.</summary>
    Segment,
}
