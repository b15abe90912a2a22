using System.Security.Cryptography;

namespace NpsRealtime.Web.Access.Pairing;

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
