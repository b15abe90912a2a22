using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Streams;

/// <summary>What a client of the hub wants to watch, or no longer wants to.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Scores">The scores.</param>
public sealed record SubscribeRequest(string? Tenant, IReadOnlyList<ScoreAddress?>? Scores) : IHubCall
{
    IEnumerable<string?> IHubCall.ScoreKeys => Scores?.Select(score => score?.Key) ?? [];
}

/// <summary>One score to watch, as a client writes it.</summary>
/// <param name="Key">A score key, or a wildcard such as <c>channel/*</c>.</param>
/// <param name="Window">The window's name; <c>24h</c> when left out.</param>
public sealed record ScoreAddress(string? Key, string? Window);
