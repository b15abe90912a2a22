using NpsRealtime.Scoring.Keys;
using NpsRealtime.Web.Records;

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
    internal static ScoreKeyAnswer Of(ScoreKey key, TenantRecords page)
    {
        var setting = page.Keys.GetValueOrDefault(key.Text);
        return new(key.Text, key.Kind.ToString().ToLowerInvariant(), page.LabelOf(key.Text, key.Label), setting?.Order, setting?.Visible ?? true);
    }
}

/// <summary>Score keys in the order in which screens show them.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Overflows">Where a limit of names was met, so that responses are counted together; empty for most tenants.</param>
public sealed record ScoreKeyList(IReadOnlyList<ScoreKeyAnswer> Keys, IReadOnlyList<OverflowAnswer> Overflows);

/// <summary>Names of one kind beyond a limit, whose responses are counted under one key.</summary>
/// <param name="Key">That key, as in <c>touchpoint/~other</c>.</param>
/// <param name="Kind">What kind of names, as in <c>touchpoint</c> or <c>segment/region</c>.</param>
/// <param name="Named">How many are counted by name.</param>
/// <param name="Responses">How many responses stand under the key.</param>
/// <param name="Option">The option that sets the limit.</param>
public sealed record OverflowAnswer(string Key, string Kind, int Named, long Responses, string Option);

/// <summary>How a score key is shown, where that differs from the usual.</summary>
/// <param name="Label">Its label; null for the first spelling seen.</param>
/// <param name="Order">Its place among its kind, the least first; null behind all that have one.</param>
/// <param name="Visible">Whether screens show it; null for yes.</param>
public sealed record KeySetting(string? Label = null, int? Order = null, bool? Visible = null);
