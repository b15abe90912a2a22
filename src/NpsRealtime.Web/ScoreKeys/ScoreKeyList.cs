namespace NpsRealtime.Web.ScoreKeys;

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
