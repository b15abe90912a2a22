using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Responses;

public class ResponseHashesTests
{
    [Fact]
    public void Prepare_AnyRequestsTogether_HashesEachBehindTheTenantsKey() => Seeded.Run(random =>
    {
        var tenant = FingerprintTests.TenantWithKey((byte)random.Next(256));
        using var hmac = new HMACSHA256(tenant.IdKey);
        for (var round = 0; round < 40; round++)
        {
            var requests = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Make(random)).ToList();
            ResponseRequest.Prepare(requests, tenant);
            foreach (var request in requests)
            {
                request.IdHash.ToArray().ShouldBe(hmac.ComputeHash(Encoding.ASCII.GetBytes(request.Id!))[..IdHash.Bytes]);
                var fingerprint = request.Verb == ResponseVerb.Delete ? new byte[IdHash.Bytes] : XxHash128.Hash(Message(tenant, request), BinaryPrimitives.ReadInt64LittleEndian(tenant.IdKey));
                request.Fingerprint.ToArray().ShouldBe(fingerprint);
            }
        }
    });

    private static ResponseRequest Make(Random random)
    {
        var id = new string('i', random.Next(1, 201));
        if (random.Next(8) == 0)
            return ResponseRequest.Erasure(id, 0);
        Slug.TryCreate(new string('c', random.Next(1, 65)), out var channel, out _).ShouldBeTrue();
        return new ResponseRequest
        {
            Verb = ResponseVerb.Post,
            Id = id,
            Score = random.Next(11),
            Channel = channel!,
            Touchpoint = channel!,
            Comment = random.Next(3) == 0 ? null : string.Concat(Enumerable.Repeat(random.Next(2) == 0 ? "x" : "€", random.Next(random.Next(2) == 0 ? 80 : 1_500))),
            CustomerId = random.Next(2) == 0 ? null : new string('k', random.Next(1, 200)),
            Segments = random.Next(2) == 0 ? [] : [new Segment(channel!, channel!)],
        };
    }

    private static byte[] Message(Tenant tenant, ResponseRequest request)
    {
        using var message = new MemoryStream();
        message.Write(tenant.IdKey);
        message.WriteByte((byte)request.Score);
        string?[] texts =
        [
            request.Channel.Text, request.Touchpoint.Text, request.Comment, request.CustomerId,
            .. request.Segments.SelectMany(segment => (string[])[segment.Name.Text, segment.Value.Text]),
        ];
        foreach (var text in texts)
        {
            var length = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, text?.Length ?? -1);
            message.Write(length);
            message.Write(Encoding.Unicode.GetBytes(text ?? ""));
        }

        return message.ToArray();
    }
}
