using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Contracts.Stores;

/// <summary>What every contract of a store begins with: a database, an open store, a tenant.</summary>
/// <typeparam name="TDatabase">The kind of database.</typeparam>
public abstract class StoreContract<TDatabase> : IAsyncLifetime
    where TDatabase : IStoreDatabase, new()
{
    private static readonly MinuteSpan Everything = new(null, Minute.Last, IsRunning: true);

    protected TDatabase Database { get; } = new();

    protected IResponseStore Store { get; private set; } = null!;

    /// <summary>A tenant with four partitions.</summary>
    protected Tenant Acme { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        await Database.CreateAsync();
        Store = Database.Connect();
        await Store.OpenAsync(CancellationToken.None);
        Acme = await PutAsync("acme", partitions: 4);
    }

    public virtual async Task DisposeAsync()
    {
        if (Store is not null)
            await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Makes a tenant and wants it new.</summary>
    protected async Task<Tenant> PutAsync(string name, int partitions = 1)
    {
        var (outcome, tenant) = await Store.PutTenantAsync(new TenantRequest(Requests.SlugOf(name), null), partitions, CancellationToken.None);
        outcome.ShouldBe(TenantPut.Created);
        return tenant;
    }

    /// <summary>Closes the store and opens another on the same database.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Database.Connect();
        await Store.OpenAsync(CancellationToken.None);
    }

    protected Task<PartitionWriter> StartAsync(int partition = 0, Minute? downsampledUntil = null) =>
        PartitionWriter.StartAsync(Store, Acme, partition, downsampledUntil);

    /// <summary>The sum of a key over a span; everything when no span is given.</summary>
    protected async Task<Tally> SumAsync(int keyId, MinuteSpan? span = null, Tenant? tenant = null)
    {
        var scores = await Store.SumAsync((tenant ?? Acme).Id, [keyId], span ?? Everything, CancellationToken.None);
        return scores.Where(score => score.KeyId == keyId).Select(score => score.Tally).SingleOrDefault();
    }

    protected async Task<List<ExportedResponse>> ExportAsync(Tenant? tenant = null)
    {
        var rows = new List<ExportedResponse>();
        await foreach (var row in Store.ExportAsync(tenant ?? Acme, CancellationToken.None))
            rows.Add(row);
        return rows;
    }

    /// <summary>Wants sum(tallies) = count(responses), bucket by bucket.</summary>
    protected async Task ShouldBeSoundAsync(long responses, Tenant? tenant = null)
    {
        var report = await Store.RecountAsync(tenant ?? Acme, CancellationToken.None);
        report.Differences.ShouldBeEmpty();
        report.IsClean.ShouldBeTrue();
        report.Responses.ShouldBe(responses);
        report.Tallied.ShouldBe(responses);
        (await SumAsync(StoredKey.TenantId, tenant: tenant)).Total.ShouldBe(responses);
    }

    /// <summary>The row of one response, or null.</summary>
    protected async Task<StoredResponse?> ReadAsync(PartitionWriter writer, ResponseRequest request)
    {
        var read = await Store.ReadResponsesAsync([new GroupRead(writer.Address, [request.IdHash])], CancellationToken.None);
        return read.ShouldHaveSingleItem().GetValueOrDefault(request.IdHash);
    }
}
