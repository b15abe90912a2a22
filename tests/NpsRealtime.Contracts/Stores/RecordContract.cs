using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Contracts.Stores;

/// <summary>Records: kept as written, apart by tenant and kind, changed by one writer at a time.</summary>
public abstract class RecordContract<TDatabase> : StoreContract<TDatabase>
    where TDatabase : IStoreDatabase, new()
{
    private IRecordStore Records => (IRecordStore)Store;

    [SkippableFact]
    public async Task Put_New_ComesBackAfterReopening()
    {
        const string Body = """{"name":"Größe 店舗 𝒳","text":"\u0000"}""";
        var version = await PutAsync(1, "board", "b-1", Body);
        await ReopenAsync();

        var record = (await Records.GetAsync(1, "board", "b-1", CancellationToken.None)).ShouldNotBeNull();

        record.ShouldBe(new StoredRecord(1, "board", "b-1", Body, version.ShouldNotBeNull()));
    }

    [SkippableFact]
    public async Task Get_OfAnotherTenantOrKind_IsNull()
    {
        await PutAsync(1, "board", "b-1", "{}");

        (await Records.GetAsync(2, "board", "b-1", CancellationToken.None)).ShouldBeNull();
        (await Records.GetAsync(1, "campaign", "b-1", CancellationToken.None)).ShouldBeNull();
        (await Records.ListAsync(0, "board", CancellationToken.None)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Put_ExpectedVersion_OnlyThatOneIsWrittenOver()
    {
        var first = await PutAsync(0, "key", "k", "1", expected: 0);
        (await PutAsync(0, "key", "k", "2", expected: 0)).ShouldBeNull();
        var second = await PutAsync(0, "key", "k", "3", expected: first);
        (await PutAsync(0, "key", "k", "4", expected: first)).ShouldBeNull();
        (await PutAsync(0, "key", "other", "5", expected: 7)).ShouldBeNull();

        var record = (await Records.GetAsync(0, "key", "k", CancellationToken.None)).ShouldNotBeNull();
        (record.Body, record.Version).ShouldBe(("3", second!.Value));
        second.Value.ShouldBeGreaterThan(first!.Value);
    }

    [SkippableFact]
    public async Task Put_ManyExpectingTheSameVersion_OneWins()
    {
        var first = await PutAsync(0, "key", "k", "0");

        var puts = await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Run(() => PutAsync(0, "key", "k", $"{writer}", first))));

        puts.Count(version => version is not null).ShouldBe(1);
    }

    [SkippableFact]
    public async Task List_Several_AreSortedAndApart()
    {
        foreach (var id in (string[])["b", "a", "é", "B"])
            await PutAsync(1, "board", id, "{}");
        await PutAsync(2, "board", "z", "{}");
        await PutAsync(1, "campaign", "y", "{}");

        (await Records.ListAsync(1, "board", CancellationToken.None)).Select(record => record.Id).ShouldBe(["B", "a", "b", "é"]);
        var (_, all) = await Records.ListAllAsync("board", CancellationToken.None);
        all.Select(record => (record.TenantId, record.Id)).ShouldBe([(1, "B"), (1, "a"), (1, "b"), (1, "é"), (2, "z")]);
    }

    [SkippableFact]
    public async Task Revision_EachChange_Grows()
    {
        var none = await Records.RevisionAsync("board", CancellationToken.None);
        await PutAsync(1, "board", "b", "{}");
        var put = await Records.RevisionAsync("board", CancellationToken.None);
        await PutAsync(1, "campaign", "c", "{}");
        (await Records.RevisionAsync("board", CancellationToken.None)).ShouldBe(put);
        (await Records.DeleteAsync(1, "board", "b", CancellationToken.None)).ShouldBeTrue();
        var deleted = await Records.RevisionAsync("board", CancellationToken.None);

        none.ShouldBe(0);
        put.ShouldBeGreaterThan(none);
        deleted.ShouldBeGreaterThan(put);
        (await Records.ListAllAsync("board", CancellationToken.None)).Revision.ShouldBe(deleted);
    }

    [SkippableFact]
    public async Task Delete_Unknown_SaysSoAndChangesNothing()
    {
        await PutAsync(1, "board", "b", "{}");
        var before = await Records.RevisionAsync("board", CancellationToken.None);

        (await Records.DeleteAsync(1, "board", "c", CancellationToken.None)).ShouldBeFalse();
        (await Records.DeleteAsync(2, "board", "b", CancellationToken.None)).ShouldBeFalse();

        (await Records.RevisionAsync("board", CancellationToken.None)).ShouldBe(before);
    }

    [SkippableFact]
    public async Task Put_TooLong_IsABadArgument()
    {
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(1, "board", new string('i', RecordLimits.IdLengthMax + 1), "{}"));
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(1, "board", "b", new string('x', RecordLimits.BodyBytesMax + 1)));
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(1, "", "b", "{}"));
    }

    private Task<long?> PutAsync(int tenantId, string kind, string id, string body, long? expected = null) =>
        Records.PutAsync(tenantId, kind, id, body, expected, CancellationToken.None);
}
