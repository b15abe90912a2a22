using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// How much scores need attention, as the screens rank their tiles (<c>attention.ts</c>): first what is below the whole beyond doubt, the
/// worst first; then what is level; then what is above; then what has too few responses to say anything. What people have hidden is last.
/// What the limits of names have gathered under <c>~other</c> is first here: it stands for all of those that have no score of their own.
/// </summary>
/// <param name="whole">What the scores are measured by.</param>
/// <param name="page">What people have set for the tenant.</param>
internal sealed class Attention(ScoreSnapshot whole, TenantRecords page)
{
    private static readonly string OtherEnd = "/" + Slug.Other.Text;

    private enum Rank
    {
        Other,
        Below,
        Level,
        Above,
        TooFew,
        None,
        Hidden,
    }

    /// <summary>Whether a key stands for the names beyond a limit.</summary>
    public static bool IsOther(string key) => key.EndsWith(OtherEnd, StringComparison.Ordinal);

    /// <summary>The place of a score: what sorts first needs it most.</summary>
    public (int Rank, decimal Nps) PlaceOf(ScoreSnapshot score)
    {
        var rank = RankOf(score);

        // A score that is not shown must not show itself by its place.
        return ((int)rank, rank < Rank.TooFew ? score.Nps ?? 0 : 0);
    }

    private Rank RankOf(ScoreSnapshot score)
    {
        if (IsOther(score.Key))
            return Rank.Other;
        if (page.Keys.GetValueOrDefault(score.Key)?.Visible == false)
            return Rank.Hidden;
        if (score.Interval is not { } interval)
            return Rank.None;
        if (score.Counts.Total < page.Settings.MinResponses)
            return Rank.TooFew;
        if (whole.Interval is { } beside && interval.High < beside.Low)
            return Rank.Below;
        return whole.Interval is { } under && interval.Low > under.High ? Rank.Above : Rank.Level;
    }
}
