namespace NpsRealtime.Web.Access.Trail;

/// <summary>An entry of the audit trail.</summary>
/// <param name="At">When.</param>
/// <param name="Caller">The id of the key that did it; <c>open</c> where no key is needed, <c>server</c> for what the program does by itself.</param>
/// <param name="Action">What was done, as the operation is called in this description.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Count">How many responses it touched; null where that means nothing.</param>
public sealed record TrailAnswer(DateTimeOffset At, string Caller, string Action, string Subject, long? Count);

/// <summary>A page of the audit trail, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Cursor">What to ask the next page with; null at the trail's beginning.</param>
public sealed record TrailPage(IReadOnlyList<TrailAnswer> Entries, string? Cursor);
