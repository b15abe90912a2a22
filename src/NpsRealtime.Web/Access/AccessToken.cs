using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace NpsRealtime.Web.Access;

/// <summary>
/// A key or a board link as its holder has it: <c>nps_ID_SECRET</c>. The id finds the record, the secret proves the right to it.
/// The secret is 256 random bits, so one SHA-256 of it is enough to keep: nobody can guess through as many, and the slow hashes
/// that passwords need would only slow every request.
/// </summary>
internal sealed class AccessToken
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const string Prefix = "nps_";
    private const int IdLength = 16;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int Length = 4 + IdLength + 1 + SecretLength;

    private AccessToken(string id, string secret) => (Id, Secret) = (id, secret);

    /// <summary>The public part, under which the record is kept and listed.</summary>
    public string Id { get; }

    private string Secret { get; }

    /// <summary>A new one; <paramref name="id"/> only where the id must be known beforehand.</summary>
    public static AccessToken Make(string? id = null) => new(
        id ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)),
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    public static bool TryParse(string? text, [NotNullWhen(true)] out AccessToken? token)
    {
        token = null;
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return false;
        var id = text.Substring(Prefix.Length, IdLength);
        if (!id.All(char.IsAsciiHexDigitLower))
            return false;
        token = new AccessToken(id, text[^SecretLength..]);
        return true;
    }

    /// <summary>What is kept of the secret.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Secret));

    /// <summary>Whether the secret is the one whose hash was kept, in a time that tells nothing of where they differ.</summary>
    public bool Matches(ReadOnlySpan<byte> hash)
    {
        Span<byte> own = stackalloc byte[HashBytes];
        Span<byte> bytes = stackalloc byte[SecretLength * 3];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(Secret, bytes)], own);
        return CryptographicOperations.FixedTimeEquals(own, hash);
    }

    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
