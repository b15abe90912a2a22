namespace NpsRealtime.Scoring.Windows;

/// <summary>A span of whole minutes.</summary>
/// <param name="From">The first minute counted; null when everything from the beginning counts.</param>
/// <param name="To">The first minute that no longer counts.</param>
/// <param name="IsRunning">
/// Whether the span ends now, so that responses stamped up to <see cref="AheadMinutes"/> ahead of the clock belong to it.
/// </param>
/// <param name="Bound">The minute that a running span never reaches beyond, as <c>today</c> never reaches into tomorrow; or null.</param>
public readonly record struct MinuteSpan(Minute? From, Minute To, bool IsRunning, Minute? Bound = null)
{
    /// <summary>How far ahead of the server's clock a response may be stamped: a sender's fast clock must not make its responses late.</summary>
    public const int AheadMinutes = 5;

    /// <summary>
    /// The first minute that does not count whatever is stamped so. Once the server's clock was set back, responses are stamped further
    /// ahead of it than any may be sent: an hour that ends now has no room for them. Only what counts everything counts them too.
    /// </summary>
    public Minute Limit
    {
        get
        {
            if (!IsRunning)
                return To;
            if (From is null)
                return Bound ?? Minute.Last;
            var limit = To.Plus(AheadMinutes);
            return Bound is { } bound && bound < limit ? bound : limit;
        }
    }

    /// <summary>
    /// Where the span ends for a score whose last counting bucket begins at <paramref name="last"/>: after what was counted ahead of the
    /// clock, if anything may have been.
    /// </summary>
    public Minute EndWhenLastIs(Minute? last)
    {
        if (last is not { } bucket || bucket < To)
            return To;
        return bucket < Limit ? bucket.Plus(1) : Limit;
    }
}
