namespace NpsRealtime.Web.Access.Pairing;

/// <summary>Whether a television has its board.</summary>
/// <param name="Status"><c>waiting</c> or <c>confirmed</c>.</param>
/// <param name="Tenant">The tenant whose board it shows; null while it waits.</param>
/// <param name="Board">That board; null while it waits, and for a set of scores.</param>
/// <param name="Address">Where the board is; null while it waits.</param>
public sealed record PairingState(string Status, string? Tenant, string? Board, string? Address);
