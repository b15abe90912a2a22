using NpsRealtime.Scoring.Keys;
using NpsRealtime.Web.Book;

namespace NpsRealtime.Web.ScoreKeys;

/// <summary>A score key as screens list it.</summary>
/// <param name="Key">Its text.</param>
/// <param name="Kind">tenant, channel, touchpoint, pair or segment.</param>
/// <param name="Label">Its label for people.</param>
/// <param name="Order">Its place among its kind, the least first; null when none is set.</param>
/// <param name="Visible">Whether screens show it.</param>
public sealed record ScoreKeyAnswer(string Key, string Kind, string Label, int? Order, bool Visible)
{
    /// <summary>The key as the tenant's people have set it.</summary>
    internal static ScoreKeyAnswer Of(ScoreKey key, TenantPage page)
    {
        var setting = page.Keys.GetValueOrDefault(key.Text);
        return new(key.Text, key.Kind.ToString().ToLowerInvariant(), page.LabelOf(key.Text, key.Label), setting?.Order, setting?.Visible ?? true);
    }
}
