using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Tests.Support;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Partitions;

public class GroupDecisionTests
{
    private static readonly Tenant Acme = new(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], 1);
    private static readonly int[] KeyIds = [1, 2, 3];

    /// <summary>What is stored: by its content (C or D) and time (1, 2 or stamped *), erased (-) or nothing (0).</summary>
    [Theory]
    [InlineData("0", "POST C1", ResponseStatus.Accepted)]
    [InlineData("0", "POST C*", ResponseStatus.Accepted)]
    [InlineData("0", "PUT C1", ResponseStatus.Accepted)]
    [InlineData("0", "PUT C*", ResponseStatus.Accepted)]
    [InlineData("0", "DELETE", ResponseStatus.Erased)]
    [InlineData("C1", "POST C1", ResponseStatus.Duplicate)]
    [InlineData("C1", "POST C2", ResponseStatus.Conflict)]
    [InlineData("C1", "POST C*", ResponseStatus.Conflict)]
    [InlineData("C1", "POST D1", ResponseStatus.Conflict)]
    [InlineData("C1", "POST D*", ResponseStatus.Conflict)]
    [InlineData("C1", "PUT C1", ResponseStatus.Duplicate)]
    [InlineData("C1", "PUT C2", ResponseStatus.Corrected)]
    [InlineData("C1", "PUT C*", ResponseStatus.Duplicate)]
    [InlineData("C1", "PUT D1", ResponseStatus.Corrected)]
    [InlineData("C1", "PUT D*", ResponseStatus.Corrected)]
    [InlineData("C1", "DELETE", ResponseStatus.Erased)]
    [InlineData("C*", "POST C1", ResponseStatus.Conflict)]
    [InlineData("C*", "POST C*", ResponseStatus.Duplicate)]
    [InlineData("C*", "POST D*", ResponseStatus.Conflict)]
    [InlineData("C*", "PUT C1", ResponseStatus.Corrected)]
    [InlineData("C*", "PUT C*", ResponseStatus.Duplicate)]
    [InlineData("C*", "PUT D*", ResponseStatus.Corrected)]
    [InlineData("C*", "DELETE", ResponseStatus.Erased)]
    [InlineData("-", "POST C1", ResponseStatus.Gone)]
    [InlineData("-", "PUT C*", ResponseStatus.Gone)]
    [InlineData("-", "DELETE", ResponseStatus.Erased)]
    public void Of_VerbAndPresentState_DecidesByTheTable(string present, string verb, ResponseStatus expected)
    {
        // Once as a row that exists, once as what an earlier request of the same group left.
        var existing = Stored(present);
        var request = RequestOf(verb);
        var decision = GroupDecision.Of([request], [KeyIds], existing);
        var setUp = present switch { "0" => [], "-" => [RequestOf("DELETE")], _ => new[] { RequestOf("POST " + present) } };
        ResponseRequest[] together = [.. setUp, RequestOf(verb)];
        var inOneGroup = GroupDecision.Of(together, [.. together.Select(_ => KeyIds)], Stored("0"));

        decision.Statuses.ShouldBe([expected]);
        inOneGroup.Statuses[^1].ShouldBe(expected);
        decision.IsEmpty.ShouldBe(expected is ResponseStatus.Duplicate or ResponseStatus.Conflict or ResponseStatus.Gone
            || (present == "-" && verb == "DELETE"));
    }

    [Fact]
    public void Of_PutWithoutTime_KeepsTimeAndThatItWasSent()
    {
        var decision = GroupDecision.Of([RequestOf("PUT D*")], [[4, 5, 6]], Stored("C1"));

        var write = decision.Write(new PartitionAddress(1, 0), Guid.NewGuid(), 7, Minute.First, (_, _) => null);

        var row = write.Updated.ShouldHaveSingleItem().State;
        (row.RespondedAtMilliseconds, row.RespondedAtSent).ShouldBe((RequestOf("POST C1").RespondedAtMilliseconds, true));
        write.Inserted.ShouldBeEmpty();
        write.Corrections.ShouldHaveSingleItem().To.ShouldBe(row);
        write.Head.ShouldBe(7);
    }

    [Fact]
    public void Of_OneGroup_IsTheSameAsOneByOne() => Seeded.Run(random =>
    {
        for (var round = 0; round < 200; round++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (Id: random.Next(4), Verb: AnyVerb(random), Key: random.Next(1, 4))).ToList();
            ResponseRequest[] Requests() => [.. texts.Select(text => RequestOf(text.Verb, $"r-{text.Id}"))];
            int[][] keys = [.. texts.Select(text => new[] { text.Key })];

            var (statuses, rows, tallies) = Run(Requests(), keys, groupSize: texts.Count);
            var (oneByOneStatuses, oneByOneRows, oneByOneTallies) = Run(Requests(), keys, groupSize: 1);

            statuses.ShouldBe(oneByOneStatuses);
            rows.Keys.Order().ShouldBe(oneByOneRows.Keys.Order());
            foreach (var (id, row) in rows)
                (row with { KeyIds = null }).ShouldBe(oneByOneRows[id] with { KeyIds = null });
            tallies.ShouldBe(oneByOneTallies, ignoreOrder: true);
        }
    });

    /// <summary>Decides requests group by group and keeps what would be written.</summary>
    private static (List<ResponseStatus> Statuses, Dictionary<IdHash, StoredResponse> Rows, List<string> Tallies) Run(
        ResponseRequest[] requests, int[][] keys, int groupSize)
    {
        var (statuses, rows) = (new List<ResponseStatus>(), new Dictionary<IdHash, StoredResponse>());
        var tallies = new Dictionary<(int, Minute, int), long>();
        for (var at = 0; at < requests.Length; at += groupSize)
        {
            var decision = GroupDecision.Of(requests[at..(at + groupSize)], keys[at..(at + groupSize)], rows.ToDictionary());
            statuses.AddRange(decision.Statuses);
            var write = decision.Write(new PartitionAddress(1, 0), default, 0, Minute.First, (_, _) => null);
            write.Inserted.ShouldAllBe(row => !rows.ContainsKey(row.State.IdHash));
            write.Updated.ShouldAllBe(row => rows.ContainsKey(row.State.IdHash));
            foreach (var row in write.Inserted.Concat(write.Updated))
                rows[row.State.IdHash] = row.State;
            foreach (var change in write.Tallies)
            {
                for (var score = 0; score <= 10; score++)
                    tallies[(change.KeyId, change.Bucket, score)] = tallies.GetValueOrDefault((change.KeyId, change.Bucket, score)) + change.Tally[score];
            }
        }

        tallies.Values.ShouldAllBe(count => count >= 0);
        return (statuses, rows, [.. tallies.Where(tally => tally.Value != 0).Select(tally => $"{tally.Key}={tally.Value}")]);
    }

    private static string AnyVerb(Random random) => random.Next(8) switch
    {
        0 => "DELETE",
        < 4 => "PUT " + AnyContent(random),
        _ => "POST " + AnyContent(random),
    };

    private static string AnyContent(Random random) => $"{"CD"[random.Next(2)]}{"12*"[random.Next(3)]}";

    private static Dictionary<IdHash, StoredResponse> Stored(string present)
    {
        if (present == "0")
            return [];
        var request = RequestOf(present == "-" ? "DELETE" : "POST " + present);
        return new Dictionary<IdHash, StoredResponse>
        {
            [request.IdHash] = present == "-"
                ? new StoredResponse(request.IdHash, IsErased: true)
                : new StoredResponse(
                    request.IdHash, false, request.Fingerprint, request.Score, KeyIds, request.RespondedAtMilliseconds, request.RespondedAtSent),
        };
    }

    private static ResponseRequest RequestOf(string text, string id = "r-1")
    {
        var request = Requests.Delete(id);
        if (text != "DELETE")
        {
            var (verb, content) = (text.Split(' ')[0], text.Split(' ')[1]);
            request = Requests.Post(
                id,
                content[0] == 'C' ? 9 : 2,
                content[1] == '2' ? Requests.Now.AddMinutes(-7) : Requests.Now,
                isStamped: content[1] == '*',
                verb: verb == "PUT" ? ResponseVerb.Put : ResponseVerb.Post);
        }

        request.Prepare(Acme);
        return request;
    }
}
