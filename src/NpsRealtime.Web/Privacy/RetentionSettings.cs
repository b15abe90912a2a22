namespace NpsRealtime.Web.Privacy;

/// <summary>How long a tenant keeps comments and customer ids.</summary>
/// <param name="RetentionDays">Days after a response was given; null for ever. Scores stay in any case.</param>
public sealed record RetentionSettings(int? RetentionDays)
{
    internal const string Kind = "retention";

    /// <summary>The one record of a tenant.</summary>
    internal const string Id = "retention";
}

/// <summary>What went with a tenant.</summary>
/// <param name="Responses">How many responses, tombstones of erased ones included.</param>
public sealed record TenantDeleted(long Responses);
