namespace NpsRealtime.Scoring.Store.Records;

/// <summary>One administrative action, as the audit trail keeps it: who did what to what, and never any content.</summary>
/// <param name="Sequence">Its place in the trail; 0 while it is not written.</param>
/// <param name="TenantId">Whose trail it is in; 0 for the platform's.</param>
/// <param name="At">When.</param>
/// <param name="Caller">The id of the key; <c>server</c> for what the program does by itself.</param>
/// <param name="Action">What was done, as the operation is called in the API description.</param>
/// <param name="Subject">The address of what it was done to, without ids of responses or customers.</param>
/// <param name="Count">How many responses it touched; null where that means nothing.</param>
public sealed record TrailEntry(long Sequence, int TenantId, DateTimeOffset At, string Caller, string Action, string Subject, long? Count);
