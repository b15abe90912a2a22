using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Responses;

/// <summary>
/// Computes what stands for requests' ids and contents. Ids must not be guessed back, so theirs is a cryptographic hash. A fingerprint only
/// tells two contents of one id apart, both of which the tenant has sent: a fast hash is enough, keyed so that nobody who does not
/// know the key can prepare two contents with one.
/// </summary>
internal static class ResponseHashes
{
    private const int UsualBytes = 1_024;

    // Making one from a key costs as much as several hashes. One of a tenant follows the other, mostly.
    [ThreadStatic]
    private static (byte[] Key, IncrementalHash Hmac)? _ofThread;

    /// <summary>HMAC-SHA-256 of an id (RFC 2104), cut to 128 bits.</summary>
    public static IdHash OfId(Tenant tenant, string id)
    {
        Span<byte> ascii = id.Length <= UsualBytes ? stackalloc byte[UsualBytes] : new byte[id.Length];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hmac = HmacOf(tenant);
        hmac.AppendData(ascii[..Encoding.ASCII.GetBytes(id, ascii)]);
        hmac.GetHashAndReset(hash);
        return IdHash.Read(hash);
    }

    /// <summary>Computes and notes the hashes of requests.</summary>
    public static void Compute(Tenant tenant, IReadOnlyList<ResponseRequest> requests)
    {
        var seed = BinaryPrimitives.ReadInt64LittleEndian(tenant.IdKey);
        foreach (var request in requests)
        {
            if (request.Id is { } id)
                request.IdHash = OfId(tenant, id);
            if (request.Verb != ResponseVerb.Delete)
                request.Fingerprint = OfContent(tenant, request, seed);
        }
    }

    private static IncrementalHash HmacOf(Tenant tenant)
    {
        if (_ofThread is { } known && known.Key == tenant.IdKey)
            return known.Hmac;
        _ofThread?.Hmac.Dispose();
        var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, tenant.IdKey);
        _ofThread = (tenant.IdKey, hmac);
        return hmac;
    }

    /// <summary>XXH128 of the tenant's key and the content, with a seed out of the key.</summary>
    private static IdHash OfContent(Tenant tenant, ResponseRequest request, long seed)
    {
        var size = Room(request);
        var rented = size > UsualBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        var message = rented ?? stackalloc byte[UsualBytes];
        var hash = XxHash128.HashToUInt128(message[..Write(tenant, request, message)], seed);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return new IdHash((ulong)(hash >> 64), (ulong)hash);
    }

    /// <summary>Writes a content as it was sent, without the time, behind the tenant's key, and returns its length.</summary>
    private static int Write(Tenant tenant, ResponseRequest request, Span<byte> message)
    {
        tenant.IdKey.CopyTo(message);
        var at = Tenant.IdKeyBytes;
        message[at++] = checked((byte)request.Score);
        Write(message, ref at, request.Channel.Text);
        Write(message, ref at, request.Touchpoint.Text);
        Write(message, ref at, request.Comment);
        Write(message, ref at, request.CustomerId);
        foreach (var segment in request.Segments)
        {
            Write(message, ref at, segment.Name.Text);
            Write(message, ref at, segment.Value.Text);
        }

        return at;
    }

    /// <summary>Characters as they stand in memory: encoding is left to whoever stores them. Lengths keep neighbouring fields apart.</summary>
    private static void Write(Span<byte> message, ref int at, string? text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(message[at..], text?.Length ?? -1);
        at += sizeof(int);
        var characters = MemoryMarshal.AsBytes(text.AsSpan());
        characters.CopyTo(message[at..]);
        at += characters.Length;
    }

    private static int Room(ResponseRequest request)
    {
        var size = Tenant.IdKeyBytes + 1 + Room(request.Channel.Text) + Room(request.Touchpoint.Text) + Room(request.Comment) + Room(request.CustomerId);
        foreach (var segment in request.Segments)
            size += Room(segment.Name.Text) + Room(segment.Value.Text);
        return size;
    }

    private static int Room(string? text) => sizeof(int) + (sizeof(char) * (text?.Length ?? 0));
}
