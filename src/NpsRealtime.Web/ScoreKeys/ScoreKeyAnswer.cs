using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Web.ScoreKeys;

/// <summary>A score key as screens list it.</summary>
/// <param name="Key">Its text.</param>
/// <param name="Kind">tenant, channel, touchpoint, pair or segment.</param>
/// <param name="Label">Its label for people.</param>
/// <param name="Order">Its place among its kind, the least first; null when none is set.</param>
/// <param name="Visible">Whether screens show it.</param>
public sealed record ScoreKeyAnswer(string Key, string Kind, string Label, int? Order, bool Visible)
{
    internal static ScoreKeyAnswer Of(ScoreKey key, KeySetting? setting) => new(
        key.Text, key.Kind.ToString().ToLowerInvariant(), setting?.Label ?? key.Label, setting?.Order, setting?.Visible ?? true);
}
