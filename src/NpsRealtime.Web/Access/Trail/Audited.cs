namespace NpsRealtime.Web.Access.Trail;

/// <summary>Marks an endpoint whose successful calls go into the audit trail though they change no setting: exports, erasures.</summary>
public sealed class Audited;
