using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Testing;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>
/// A pooler between the server and its database. In session mode all is as without it; in the other modes locks and settings are anybody's, and
/// the server says so and ends.
/// </summary>
public sealed class PoolerTests
{
    [SkippableFact]
    public async Task Start_SessionPooling_TakesAndCounts()
    {
        await using var world = await PooledWorld.StartAsync("session");
        await using var service = await NpsProcess.StartAsync("unused.db", null, "--Store:Postgres", world.Pooler.ConnectionString);
        using var made = await service.Http.PutAsync("/v1/tenants/acme", null);
        made.EnsureSuccessStatusCode();
        for (var number = 0; number < 5; number++)
        {
            // More of the same, so that statements are prepared.
            var lines = Enumerable.Range(0, 400).Select(index => $$"""{"id":"r-{{number}}-{{index}}","score":{{index % 11}},"channel":"web","touchpoint":"checkout"}""");
            using var content = new StringContent(string.Join('\n', lines));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var posted = await service.Http.PostAsync("/v1/tenants/acme/responses", content);
            posted.EnsureSuccessStatusCode();
        }

        var report = JsonSerializer.Deserialize<JsonElement>(await service.Http.GetStringAsync("/v1/tenants/acme/recount"));
        report.GetProperty("responses").GetInt32().ShouldBe(2_000);
        report.GetProperty("differencesTotal").GetInt32().ShouldBe(0);
        (await world.Server.ExecuteAsync("nps", "select count(*) from nps.responses")).ShouldBe("2000");
    }

    [SkippableTheory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task Start_SessionsThatAreAnybodys_EndsInOneSentence(string mode)
    {
        await using var world = await PooledWorld.StartAsync(mode);
        await using var service = NpsProcess.Launch("unused.db", NpsProcess.FreePort(), "--Store:Postgres", world.Pooler.ConnectionString);

        (await service.ExitAsync()).ShouldBe(1);
        service.Output.ShouldContain("pool_mode = session");
        service.Output.ShouldNotContain("   at ");
        (await world.Server.ExecuteAsync("nps", "select count(*) from pg_namespace where nspname = 'nps'")).ShouldBe("0");
    }

    [SkippableFact]
    public async Task Open_TransactionPoolingThatOthersUse_IsRefusedEachTime()
    {
        await using var world = await PooledWorld.StartAsync("transaction");
        using var ending = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(_ => WorkAsync(world.Pooler.ConnectionString, ending.Token)).ToArray();
        for (var round = 0; round < 10; round++)
        {
            await using var store = new PostgresResponseStore(world.Pooler.ConnectionString);
            (await Should.ThrowAsync<StartupException>(() => store.OpenAsync(CancellationToken.None))).Message.ShouldContain("pool_mode = session");
        }

        await ending.CancelAsync();
        await Task.WhenAll(others);
    }

    [SkippableFact]
    public async Task StartPartition_SessionPooling_CutsOffWhoBlocksIt()
    {
        await using var world = await PooledWorld.StartAsync("session");
        await using var store = new PostgresResponseStore(world.Pooler.ConnectionString);
        await store.OpenAsync(CancellationToken.None);
        var (_, acme) = await store.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), null), 1, CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, acme);
        await using var frozen = new NpgsqlConnection(world.Pooler.ConnectionString + ";Pooling=false");
        await frozen.OpenAsync();
        await using var blocking = new NpgsqlCommand("begin; select 1 from nps.partitions for update", frozen);
        await blocking.ExecuteNonQueryAsync();

        await writer.TakeOverAsync();

        (await writer.CommitAsync(Requests.Post("a", 9))).ShouldBe([ResponseStatus.Accepted]);
        await Should.ThrowAsync<NpgsqlException>(() => blocking.ExecuteNonQueryAsync());
    }

    [SkippableTheory]
    [InlineData(";Search Path=elsewhere", null)]
    [InlineData(";Options=-c work_mem=8MB", "ignore_startup_parameters")]
    public async Task Open_SettingsAtTheBeginningOfASession_AreMadeOrTold(string more, string? told)
    {
        await using var world = await PooledWorld.StartAsync("session");
        await using var store = new PostgresResponseStore(world.Pooler.ConnectionString + more);

        if (told is null)
            await store.OpenAsync(CancellationToken.None);
        else
            (await Should.ThrowAsync<StartupException>(() => store.OpenAsync(CancellationToken.None))).Message.ShouldContain(told);
    }

    /// <summary>A pooler that changes the server behind a connection that lives on, as some do at a failover: the lock stays behind.</summary>
    [SkippableFact]
    public async Task Serve_LockLostBehindALivingConnection_NoticesAndTakesItAgainOrStops()
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var server = await PostgresServer.StartAsync("fsync = off");
        await using var proxy = new SwappingProxy(server.Port);
        await using var store = new PostgresResponseStore(proxy.ConnectionString);
        await store.OpenAsync(CancellationToken.None);

        await proxy.SwapAsync();
        await UntilAsync(async () => (await store.ListTenantsAsync(CancellationToken.None)).Count == 0 && await LocksAsync() == 1);

        await proxy.SwapAsync();
        await using var other = new PostgresResponseStore(server.ConnectionString);
        await other.OpenAsync(CancellationToken.None);
        await UntilAsync(() => IsRefusedAsync("Another server has taken the database"));

        async Task<int> LocksAsync() =>
            int.Parse(await server.ExecuteAsync("nps", "select count(*) from pg_locks where locktype = 'advisory'"), CultureInfo.InvariantCulture);

        async Task<bool> IsRefusedAsync(string why)
        {
            try
            {
                await store.ListTenantsAsync(CancellationToken.None);
                return false;
            }
            catch (Scoring.Engine.StoreUnavailableException refusal)
            {
                return refusal.Message.Contains(why, StringComparison.Ordinal);
            }
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Scoring.Engine.StoreUnavailableException)
            {
                // Not yet.
            }

            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Short transactions of somebody else.</summary>
    private static async Task WorkAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(CancellationToken.None);
        while (!cancellation.IsCancellationRequested)
        {
            await using var command = new NpgsqlCommand("select pg_sleep(0.001)", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private sealed class PooledWorld : IAsyncDisposable
    {
        private PooledWorld(PostgresServer server, PgBouncer pooler) => (Server, Pooler) = (server, pooler);

        public PostgresServer Server { get; }

        public PgBouncer Pooler { get; }

        public static async Task<PooledWorld> StartAsync(string mode)
        {
            Skip.IfNot(PgBouncer.IsInstalled, PgBouncer.Missing);
            var server = await PostgresServer.StartAsync("fsync = off");
            return new PooledWorld(server, await PgBouncer.StartAsync(server, mode));
        }

        public async ValueTask DisposeAsync()
        {
            await Pooler.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
