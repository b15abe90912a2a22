using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Commits: rows and tallies move together, and what can't be stored is refused whole.</summary>
public abstract class CommitContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    private static readonly DateTimeOffset LongAgo = Requests.Now.AddDays(-200).AddMinutes(7);

    [SkippableFact]
    public async Task Commit_Inserted_ReadsBackExactly()
    {
        var writer = await StartAsync();
        var request = Requests.Post(
            "r-1", 7, Requests.Now.AddMilliseconds(-1), segments: [("region", "EMEA"), ("agent", "a17")], isStamped: true);

        await writer.CommitAsync(request);

        var stored = (await ReadAsync(writer, request)).ShouldNotBeNull();
        stored.IdHash.ShouldBe(request.IdHash);
        stored.IsErased.ShouldBeFalse();
        stored.Fingerprint.ShouldBe(request.Fingerprint);
        stored.Score.ShouldBe(7);
        stored.KeyIds.ShouldNotBeNull().Length.ShouldBe(5);
        stored.KeyIds.ShouldBe((await writer.Keys.ResolveAsync([request], CancellationToken.None))[0]);
        stored.RespondedAtMilliseconds.ShouldBe(request.RespondedAtMilliseconds);
        stored.RespondedAtSent.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Commit_Inserted_CountsUnderEveryKeyOnce()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(
            Requests.Post("a", 10, segments: [("region", "EMEA")]),
            Requests.Post("b", 7),
            Requests.Post("c", 0, channel: "phone"));

        (await SumOfKeyAsync(writer, "channel/web")).ToArray().ShouldBe([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1]);
        (await SumOfKeyAsync(writer, "channel/phone")).ShouldBe(Tally.Of(0));
        (await SumOfKeyAsync(writer, "touchpoint/checkout")).Total.ShouldBe(3);
        (await SumOfKeyAsync(writer, "channel/web/touchpoint/checkout")).Total.ShouldBe(2);
        (await SumOfKeyAsync(writer, "segment/region/emea")).ShouldBe(Tally.Of(10));
        await ShouldBeSoundAsync(responses: 3);
    }

    [SkippableFact]
    public async Task Commit_BothResolutions_EachCountsInItsOwn()
    {
        var writer = await StartAsync();

        await writer.CommitAsync(Requests.Post("new", 10), Requests.Post("old", 3, LongAgo), Requests.Post("older", 4, LongAgo.AddMinutes(2)));

        var load = await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None);
        load.Buckets.OrderBy(row => row.Bucket).Select(row => (row.Resolution, row.Bucket, row.Tally.Total)).ShouldBe(
        [
            (Minute.Quarter, Minute.Of(LongAgo).FloorToQuarter(), 2L),
            (1, Minute.Of(Requests.Now), 1L),
        ]);
        await ShouldBeSoundAsync(responses: 3);
    }

    [SkippableFact]
    public async Task Commit_Corrected_MovesTheCountAndLeavesACorrectionRow()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 2, LongAgo), Requests.Post("b", 9));
        var correction = Requests.Put("a", 10, channel: "phone");

        (await writer.CommitAsync(correction)).ShouldBe([ResponseStatus.Corrected]);

        (await SumOfKeyAsync(writer, "channel/web")).ShouldBe(Tally.Of(9));
        (await SumOfKeyAsync(writer, "channel/phone")).ShouldBe(Tally.Of(10));
        (await ReadAsync(writer, correction))!.Score.ShouldBe(10);
        (await Database.CorrectionsAsync(Acme)).ShouldBe(
            [$"2@{Minute.Of(LongAgo).Number}>10@{Minute.Of(Requests.Now).Number}"]);
        await ShouldBeSoundAsync(responses: 2);
    }

    [SkippableFact]
    public async Task Commit_Erased_LeavesATombstoneAndNoContent()
    {
        var writer = await StartAsync();
        var request = Requests.Post("a", 2, comment: "private", customerId: "c-1");
        await writer.CommitAsync(request, Requests.Post("b", 9));

        (await writer.CommitAsync(Requests.Delete("a"))).ShouldBe([ResponseStatus.Erased]);

        (await ReadAsync(writer, request)).ShouldNotBeNull().IsErased.ShouldBeTrue();
        (await Store.FindCustomerAsync(Acme.Id, "c-1", CancellationToken.None)).ShouldBeEmpty();
        var tombstone = (await ExportAsync())[0];
        tombstone.IdHash.ShouldBe(request.IdHash.ToArray());
        (tombstone.Id, tombstone.Score, tombstone.Comment, tombstone.CustomerId, tombstone.RespondedAt).ShouldBe((null, null, null, null, null));
        (await Database.CorrectionsAsync(Acme)).ShouldBe([$"2@{Minute.Of(Requests.Now).Number}>"]);
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Commit_UnknownIdErased_LeavesATombstoneAndNoCorrectionRow()
    {
        var writer = await StartAsync();

        (await writer.CommitAsync(Requests.Delete("never"))).ShouldBe([ResponseStatus.Erased]);
        (await writer.CommitAsync(Requests.Post("never", 9))).ShouldBe([ResponseStatus.Gone]);

        (await Database.CorrectionsAsync(Acme)).ShouldBeEmpty();
        await ShouldBeSoundAsync(responses: 0);
    }

    [SkippableFact]
    public async Task Commit_ManyChangesOfOneId_WritesTheNetResult()
    {
        var writer = await StartAsync();

        var statuses = await writer.CommitAsync(
            Requests.Post("a", 1), Requests.Put("a", 2), Requests.Delete("a"), Requests.Post("a", 3), Requests.Post("b", 4), Requests.Put("b", 5));

        statuses.ShouldBe(
        [
            ResponseStatus.Accepted, ResponseStatus.Corrected, ResponseStatus.Erased, ResponseStatus.Gone,
            ResponseStatus.Accepted, ResponseStatus.Corrected,
        ]);
        (await SumAsync(StoredKey.TenantId)).ShouldBe(Tally.Of(5));
        await ShouldBeSoundAsync(responses: 1);
    }

    [SkippableFact]
    public async Task Commit_RowThatExists_IsRefusedAndNothingOfItIsWritten()
    {
        var (first, second) = (await StartAsync(0), await StartAsync(1));
        await first.CommitAsync(Requests.Post("a", 9));
        var other = await second.WriteOfAsync(Requests.Post("z", 1));
        var write = await first.WriteOfAsync(Requests.Post("b", 8), Requests.Put("a", 7));
        var poison = write with { Inserted = [.. write.Inserted, write.Updated[0]], Updated = [] };

        await Should.ThrowAsync<RefusedByStoreException>(() => Store.CommitAsync([other, poison], CancellationToken.None));

        (await Store.LookAsync(first.Address, wait: true, CancellationToken.None)).ShouldBe(first.State);
        (await Store.LookAsync(second.Address, wait: true, CancellationToken.None)).ShouldBe(second.State);
        await ShouldBeSoundAsync(responses: 1);
        (await first.CommitAsync(Requests.Post("b", 8))).ShouldBe([ResponseStatus.Accepted]);
        await ShouldBeSoundAsync(responses: 2);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_TakingMoreThanIsThere_IsLoudAndRollsBack(bool bucketExists)
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("a", 9));
        var write = await writer.WriteOfAsync(Requests.Post("b", 8));
        var change = default(Tally);
        change[9] = bucketExists ? -2 : -1;
        var bucket = bucketExists ? Minute.Of(Requests.Now) : Minute.Of(Requests.Now).Plus(-3);
        var broken = write with { Tallies = [.. write.Tallies, new TallyRow(writer.State.Head > 0 ? 1 : 0, 1, bucket, change, 0, 0)] };

        var failure = await Should.ThrowAsync<Exception>(() => Store.CommitAsync([broken], CancellationToken.None));

        // Neither is true, and who took it for one of these would try for ever.
        failure.ShouldNotBeOfType<Scoring.Engine.StoreUnavailableException>();
        failure.ShouldNotBeOfType<UnknownOutcomeException>();
        (await Store.LookAsync(writer.Address, wait: true, CancellationToken.None)).ShouldBe(writer.State);
        await ShouldBeSoundAsync(responses: 1);
        (await writer.CommitAsync(Requests.Post("b", 8))).ShouldBe([ResponseStatus.Accepted]);
    }

    [SkippableFact]
    public async Task Commit_LastResponse_IsTheLatestByItsTimeNotByItsArrival()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Requests.Post("late", 9, Requests.Now.AddSeconds(30)));
        await writer.CommitAsync(Requests.Post("early", 9, Requests.Now));

        var row = (await Store.LoadAsync(Acme.Id, StoredKey.TenantId, CancellationToken.None)).Buckets.ShouldHaveSingleItem();
        row.LastRespondedAtMilliseconds.ShouldBe(Requests.Now.AddSeconds(30).ToUnixTimeMilliseconds());
        row.LastAcceptedAtMilliseconds.ShouldBe(Requests.Now.AddSeconds(1).ToUnixTimeMilliseconds());
    }

    private async Task<Tally> SumOfKeyAsync(PartitionWriter writer, string key) =>
        await SumAsync((await writer.Keys.FindAsync(Requests.KeyOf(key), CancellationToken.None)).ShouldNotBeNull().Id);
}
