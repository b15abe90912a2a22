namespace NpsRealtime.Web.Access.Pairing;

/// <summary>What a television needs to wait for a board.</summary>
/// <param name="Id">Where to look whether somebody confirmed.</param>
/// <param name="Code">Six characters to show, none of which look alike.</param>
/// <param name="Token">What it sends as its key, now to look and later for the board.</param>
/// <param name="ExpiresAt">When the code is of no use any more.</param>
/// <param name="ConfirmAt">The page on which a supervisor confirms.</param>
/// <param name="Qr">That page's address as a QR code, in SVG.</param>
public sealed record PairingBegun(string Id, string Code, string Token, DateTimeOffset ExpiresAt, string ConfirmAt, string Qr);

/// <summary>Whether a television has its board.</summary>
/// <param name="Status"><c>waiting</c> or <c>confirmed</c>.</param>
/// <param name="Tenant">The tenant whose board it shows; null while it waits.</param>
/// <param name="Board">That board; null while it waits, and for a set of scores.</param>
/// <param name="Address">Where the board is; null while it waits.</param>
public sealed record PairingState(string Status, string? Tenant, string? Board, string? Address);
