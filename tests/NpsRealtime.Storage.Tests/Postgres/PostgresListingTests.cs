using System.Globalization;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresListingTests : ListingContract<PostgresDatabase>
{
    /// <summary>The version before gave each row the next number, however many came at once.</summary>
    [SkippableFact]
    public async Task List_RowsOfTheVersionBefore_StandBeforeThoseSince()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Posts("old", 300));
        await Database.ExecuteAsync("""
            delete from arrivals;
            update responses r set sequence = n.number
            from (select sequence, row_number() over (order by sequence) as number from responses) as n where r.sequence = n.sequence
            """);
        await writer.CommitAsync(Posts("alone", 1));
        await writer.CommitAsync(Posts("many", 300));
        string[] expected = [.. Posts("old", 300).Concat(Posts("alone", 1)).Concat(Posts("many", 300)).Select(request => request.Id!)];

        (await ExportAsync()).Select(row => row.Id).ShouldBe(expected);
        var listed = new List<ListedResponse>();
        for (long? before = null; ; before = listed[^1].Place)
        {
            var page = await ((IResponseListing)Store).ListResponsesAsync(Acme, new ResponseQuery(70) { Before = before }, CancellationToken.None);
            listed.AddRange(page.Responses);
            if (page.Next is null)
                break;
        }

        listed.Select(row => row.Response.Id).ShouldBe(expected.Reverse());
    }

    /// <summary>Damage that is not the list's to mend must not end it early.</summary>
    [SkippableFact]
    public async Task List_ARowOfABlockIsGone_GoesOnBehindIt()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Posts("first", 1));
        await writer.CommitAsync(Posts("many", 300));
        await Database.ExecuteAsync("delete from responses where id = 'many200'");

        var page = await ((IResponseListing)Store).ListResponsesAsync(Acme, new ResponseQuery(300), CancellationToken.None);

        page.Responses.Select(row => row.Response.Id).ShouldBe(
            Posts("first", 1).Concat(Posts("many", 300)).Select(request => request.Id).Where(id => id != "many200").Reverse());
        (await ExportAsync()).Count.ShouldBe(300);
    }

    [SkippableFact]
    public async Task DeleteTenant_ManyAtOnce_LeavesNoBlocks()
    {
        var writer = await StartAsync();
        await writer.CommitAsync(Posts("many", 2_500));
        (await Database.ScalarAsync("select count(*) from arrivals")).ShouldBe(3L);

        await PostgresDatabase.DeleteAsync(Store, Acme);

        (await Database.ScalarAsync("select (select count(*) from arrivals) + (select count(*) from responses)")).ShouldBe(0L);
    }

    private static ResponseRequest[] Posts(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(number => Requests.Post(name + number.ToString(CultureInfo.InvariantCulture), number % 11))];
}
