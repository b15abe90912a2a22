using System.Security.Cryptography;

namespace NpsRealtime.Web.Access.Pairing;

/// <summary>
/// A television that waits for a board. It has its token from the beginning; confirming makes the token a board link, so that no
/// secret ever waits in the database to be fetched.
/// </summary>
/// <param name="Code">The six characters that it shows.</param>
/// <param name="Hash">SHA-256 of the token's secret.</param>
/// <param name="ExpiresAt">Until when the code may be confirmed.</param>
/// <param name="Tenant">The tenant whose board it was given; null while it waits.</param>
/// <param name="Board">That board; null while it waits, and for a set of scores.</param>
internal sealed record PairingRecord(string Code, byte[] Hash, DateTimeOffset ExpiresAt, string? Tenant = null, string? Board = null)
{
    public const string Kind = "pairing";
}

/// <summary>Six characters that are read across a room and typed: none that look or sound alike, no vowels that make words.</summary>
internal static class PairingCode
{
    private const string Characters = "3479CDFHJKMNPQRTVWXY";
    private const int Length = 6;

    public static string Make() => RandomNumberGenerator.GetString(Characters, Length);

    /// <summary>The code as it was made, whatever case or gaps it was typed with; null when it can't be one.</summary>
    public static string? Read(string typed)
    {
        var code = string.Concat(typed.Where(character => character is not (' ' or '-'))).ToUpperInvariant();
        return code.Length == Length && code.All(Characters.Contains) ? code : null;
    }
}
