using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Hashes as uuids: 16 bytes of fixed length, most significant first, so that both sort alike.</summary>
internal static class HashUuid
{
    public static Guid ToUuid(this IdHash hash)
    {
        Span<byte> bytes = stackalloc byte[IdHash.Bytes];
        hash.Write(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public static IdHash ToIdHash(this Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[IdHash.Bytes];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return IdHash.Read(bytes);
    }
}
