using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NpsRealtime.Scoring.Hashing;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Responses;

/// <summary>Computes what stands for requests' ids and contents, for many requests at once.</summary>
internal static class ResponseHashes
{
    /// <summary>HMAC-SHA-256 of an id (RFC 2104), H(key ⊕ opad, H(key ⊕ ipad, id)), cut to 128 bits.</summary>
    public static IdHash OfId(Tenant tenant, string id)
    {
        IdHash hash = default;
        OfIds(tenant, [id], new Span<IdHash>(ref hash));
        return hash;
    }

    /// <summary>Computes and notes the hashes of requests.</summary>
    public static void Compute(Tenant tenant, IReadOnlyList<ResponseRequest> requests)
    {
        var some = new ResponseRequest[Math.Min(Sha256Lanes.Lanes, requests.Count)];
        var ids = new string[some.Length];
        Span<IdHash> hashes = stackalloc IdHash[Sha256Lanes.Lanes];
        for (var first = 0; first < requests.Count; first += some.Length)
        {
            var (withId, withContent) = (0, 0);
            for (var index = first; index < requests.Count && index < first + some.Length; index++)
            {
                if (requests[index].Id is { } id)
                    (some[withId], ids[withId++]) = (requests[index], id);
            }

            OfIds(tenant, ids.AsSpan(0, withId), hashes);
            for (var index = 0; index < withId; index++)
                some[index].IdHash = hashes[index];
            for (var index = first; index < requests.Count && index < first + some.Length; index++)
            {
                if (requests[index].Verb != ResponseVerb.Delete)
                    some[withContent++] = requests[index];
            }

            OfContents(tenant, some.AsSpan(0, withContent));
        }
    }

    private static void OfIds(Tenant tenant, ReadOnlySpan<string> ids, Span<IdHash> hashes)
    {
        // Both begin behind the padded key, which is the same for all ids of a tenant.
        var lanes = Sha256Lanes.OfThread;
        Span<int> lengths = stackalloc int[ids.Length];
        for (var lane = 0; lane < ids.Length; lane++)
            lengths[lane] = Encoding.ASCII.GetBytes(ids[lane], lanes.Message(lane));
        lanes.Hash(tenant.InnerState, blocksBefore: 1, lengths);
        for (var lane = 0; lane < ids.Length; lane++)
            lanes.CopyHash(lane, lanes.Message(lane)[..SHA256.HashSizeInBytes]);
        lengths.Fill(SHA256.HashSizeInBytes);
        lanes.Hash(tenant.OuterState, blocksBefore: 1, lengths);
        for (var lane = 0; lane < ids.Length; lane++)
            hashes[lane] = HashOf(lanes, lane);
    }

    private static void OfContents(Tenant tenant, Span<ResponseRequest> requests)
    {
        var lanes = Sha256Lanes.OfThread;
        Span<int> lengths = stackalloc int[requests.Length];
        var used = 0;
        foreach (var request in requests)
        {
            var size = Room(request);
            if (size > Sha256Lanes.MessageBytesMax)
            {
                request.Fingerprint = OfLongContent(tenant, request, size);
                continue;
            }

            lengths[used] = Write(tenant, request, lanes.Message(used));
            requests[used++] = request;
        }

        lanes.Hash(Sha256State.Initial, blocksBefore: 0, lengths[..used]);
        for (var lane = 0; lane < used; lane++)
            requests[lane].Fingerprint = HashOf(lanes, lane);
    }

    private static IdHash OfLongContent(Tenant tenant, ResponseRequest request, int size)
    {
        var message = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message.AsSpan(0, Write(tenant, request, message)), hash);
        ArrayPool<byte>.Shared.Return(message);
        return IdHash.Read(hash);
    }

    private static IdHash HashOf(Sha256Lanes lanes, int lane)
    {
        Span<byte> hash = stackalloc byte[IdHash.Bytes];
        lanes.CopyHash(lane, hash);
        return IdHash.Read(hash);
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

    private static void Write(Span<byte> message, ref int at, string? text)
    {
        // A length of −1 keeps "no comment" apart from nothing else; lengths keep neighbouring fields apart.
        var bytes = text is null ? -1 : Encoding.UTF8.GetBytes(text, message[(at + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(message[at..], bytes);
        at += sizeof(int) + Math.Max(bytes, 0);
    }

    private static int Room(ResponseRequest request)
    {
        var size = Tenant.IdKeyBytes + 1 + Room(request.Channel.Text) + Room(request.Touchpoint.Text) + Room(request.Comment) + Room(request.CustomerId);
        foreach (var segment in request.Segments)
            size += Room(segment.Name.Text) + Room(segment.Value.Text);
        return size;
    }

    private static int Room(string? text) => sizeof(int) + (3 * (text?.Length ?? 0));
}
