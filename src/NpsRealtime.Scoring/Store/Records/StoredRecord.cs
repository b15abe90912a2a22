namespace NpsRealtime.Scoring.Store.Records;

/// <summary>A small document that is kept for a tenant or for the installation.</summary>
/// <param name="TenantId">Whose it is; 0 for the installation's own.</param>
/// <param name="Kind">What it is, as in <c>board</c>.</param>
/// <param name="Id">Which one of its kind and tenant.</param>
/// <param name="Body">Its content as JSON.</param>
/// <param name="Version">Grows with every change of a record of this kind; never used twice.</param>
public sealed record StoredRecord(int TenantId, string Kind, string Id, string Body, long Version);
