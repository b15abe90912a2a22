using System.Buffers.Binary;
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
    public static IdHash Of(Tenant tenant, string id) => ResponseHashes.OfId(tenant, id);

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

    /// <summary>The hash is random already.</summary>
    public override int GetHashCode() => (int)Low;

    public int CompareTo(IdHash other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);
}
