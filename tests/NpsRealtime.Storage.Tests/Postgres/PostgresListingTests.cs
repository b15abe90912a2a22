using System.Globalization;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresListingTests : ListingContract<PostgresDatabase>
{
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
