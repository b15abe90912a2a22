namespace NpsRealtime.Web.ScoreKeys;

/// <summary>Score keys in the order in which screens show them.</summary>
public sealed record ScoreKeyList(IReadOnlyList<ScoreKeyAnswer> Keys);
