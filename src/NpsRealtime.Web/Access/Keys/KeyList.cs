namespace NpsRealtime.Web.Access.Keys;

/// <summary>The keys of a tenant or of the platform, oldest first.</summary>
public sealed record KeyList(IReadOnlyList<KeyAnswer> Keys);
