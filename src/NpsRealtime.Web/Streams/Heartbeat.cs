namespace NpsRealtime.Web.Streams;

/// <summary>
/// What a viewer is told of the scores that it watches, beside the scores: on the hub whenever that changes, on an SSE stream also every
/// few seconds.
/// </summary>
/// <param name="ServerTime">What time it is here.</param>
/// <param name="Unconfirmed">The scores that nobody has confirmed of late, so that they may have moved since; empty when all are live.</param>
/// <param name="LeftOut">What a wildcard stands for beyond what one viewer may watch; empty when everything is watched.</param>
public sealed record Heartbeat(DateTimeOffset ServerTime, IReadOnlyList<UnconfirmedScore> Unconfirmed, IReadOnlyList<LeftOutScores> LeftOut)
{
    /// <summary>Whether it says the same of the scores.</summary>
    internal bool SaysAsMuchAs(Heartbeat? other) =>
        Unconfirmed.SequenceEqual(other?.Unconfirmed ?? []) && LeftOut.SequenceEqual(other?.LeftOut ?? []);
}

/// <summary>A score that may have moved since it was last confirmed: where it lives, nothing answers.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">The score key.</param>
/// <param name="Window">The window's name.</param>
/// <param name="ConfirmedAt">When it was last confirmed, by the clock here.</param>
public sealed record UnconfirmedScore(string Tenant, string Key, string Window, DateTimeOffset ConfirmedAt);

/// <summary>How many of a wildcard's scores a viewer does not get.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Key">The wildcard, as in <c>touchpoint/*</c>.</param>
/// <param name="Window">The window's name.</param>
/// <param name="Count">How many. Those that need attention least are left out, never <c>~other</c>.</param>
/// <param name="Option">The option that sets the bound.</param>
/// <param name="Max">The bound.</param>
public sealed record LeftOutScores(string Tenant, string Key, string Window, int Count, string Option, int Max);
