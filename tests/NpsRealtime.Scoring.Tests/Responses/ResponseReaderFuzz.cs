using System.Text;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Responses;

/// <summary>Good responses, mutated at random: reading never throws, and whatever is accepted is in its normal form.</summary>
public class ResponseReaderFuzz
{
    private const string Secret = "SECRETSECRET";

    private static readonly string[] Seeds =
    [
        $$"""{"id":"r-1","score":9,"channel":"Web","touchpoint":"Check Out","respondedAt":"2026-11-22T10:14:00+01:00","segments":{"region":"EMEA","agent":"a17"},"customerId":"{{Secret}}","comment":"{{Secret}} \ud83d\ude00"}""",
        $$"""{"comment":"{{Secret}}","score":0,"channel":"支払い","touchpoint":"ช่อง","customerId":"{{Secret}}"}""",
        """{"id":"r-1","score":10,"channel":"Web","touchpoint":"Check Out","respondedAt":"2026-11-22T10:14:00.123Z","segments":{"region":"EMEA","agent":"支払い"},"customerId":"ช่อง","comment":"Fast, and easy €"}""",
        """{"erased":true,"idHash":"000102030405060708090a0b0c0d0e0f"}""",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "null", "true", "-", "1e9", "9.5", "11",
        "\"score\":", "\"id\":", "\"segments\":{", "\"comment\":", "\"erased\":true", "\0", "\uFFFE", "/", " ", "\n", "Z", "T", "9999",
    ];

    [Fact]
    public void Read_MutatedResponses_NeverThrowsNorRepeatsWhatIsPrivate() => Seeded.Run(random =>
    {
        var rounds = Seeded.IsLong ? 5_000_000 : 100_000;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]).ToList();
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--)
                Mutate(bytes, random);
            var id = random.Next(3) == 0 ? "r-1" : null;
            var (verb, isRoute) = ((ResponseVerb)random.Next(2), id is not null && random.Next(2) == 0);
            var read = Reading.Reader.Read(bytes.ToArray(), verb, id, isRoute);
            Check([.. bytes], read);
        }
    });

    private static void Check(byte[] json, ResponseRead read)
    {
        if (!read.IsValid)
        {
            read.Faults.ShouldNotBeEmpty();
            foreach (var fault in read.Faults)
            {
                // A fault of a segment names it, and a mutation may have made a segment's name of the secret.
                var mayName = fault.Field.StartsWith("segments", StringComparison.Ordinal);
                if (fault.Field.Length == 0 || !fault.Detail.EndsWith('.')
                    || (!mayName && (fault.Field + fault.Detail).Contains("SECRET", StringComparison.OrdinalIgnoreCase)))
                    throw new InvalidOperationException($"{fault} for {Encoding.UTF8.GetString(json)}");
            }

            return;
        }

        var request = read.Request;
        if (request.Verb == ResponseVerb.Delete)
            return;
        var sound = request.Score is >= 0 and <= 10
            && ResponseReader.FaultOfId(request.Id) is null
            && request.RespondedAtMilliseconds >= 0
            && request.RespondedAtMilliseconds <= Reading.Now.AddMinutes(5).ToUnixTimeMilliseconds()
            && WellFormedText.Is(request.Comment) && WellFormedText.Is(request.CustomerId)
            && request.Segments.All(segment => IsNormal(segment.Name) && IsNormal(segment.Value))
            && IsNormal(request.Channel) && IsNormal(request.Touchpoint);
        if (!sound)
            throw new InvalidOperationException($"Accepted: {Encoding.UTF8.GetString(json)}");
    }

    private static bool IsNormal(Slug slug) => Slug.TryCreate(slug.Text, out var again, out _) && again.Text == slug.Text;

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 1:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3 when at < bytes.Count:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                break;
            case 4 when at < bytes.Count:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }
}
