using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Responses;

/// <summary>
/// What stands for a response's id everywhere but in its own row: HMAC-SHA-256 (RFC 2104) under the tenant's random key, cut to
/// 128 bits, so that an e-mail address used as an id can't be guessed back once the response is erased.
/// </summary>
public readonly record struct IdHash(ulong High, ulong Low) : IComparable<IdHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Bytes = 16;

    /// <summary>The hash of an id (visible ASCII) for a tenant.</summary>
    public static IdHash Of(Tenant tenant, string id)
    {
        // HMAC as RFC 2104 defines it, H(key ⊕ opad, H(key ⊕ ipad, id)), from pads that are made once per tenant: the framework's
        // own makes them anew for every id, which takes three times as long.
        Span<byte> message = stackalloc byte[Tenant.HashBlockBytes + 256];
        if (Tenant.HashBlockBytes + id.Length > message.Length)
            message = new byte[Tenant.HashBlockBytes + id.Length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        tenant.InnerPad.CopyTo(message);
        SHA256.HashData(message[..(Tenant.HashBlockBytes + Encoding.ASCII.GetBytes(id, message[Tenant.HashBlockBytes..]))], hash);
        tenant.OuterPad.CopyTo(message);
        hash.CopyTo(message[Tenant.HashBlockBytes..]);
        SHA256.HashData(message[..(Tenant.HashBlockBytes + SHA256.HashSizeInBytes)], hash);
        return Read(hash);
    }

    /// <summary>Reads the first 16 bytes, most significant first.</summary>
    public static IdHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes 16 bytes, most significant first, so that bytes sort like hashes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>Which of a tenant's partitions owns the response.</summary>
    public int Partition(int partitions) => (int)(Low % (ulong)partitions);

    public int CompareTo(IdHash other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);
}
