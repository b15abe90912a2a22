using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>Silos and a gateway as processes, on a PostgreSQL of their own.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    public SiloCluster(PostgresServer postgres, SiloProcess[] silos, SiloProcess gateway)
    {
        Postgres = postgres;
        Silos = silos;
        Gateway = gateway;
    }

    public const string Tenant = "acme";

    public PostgresServer Postgres { get; }

    public SiloProcess[] Silos { get; }

    public SiloProcess Gateway { get; }

    /// <summary>Whether a client reaches the gateway only.</summary>
    public bool AreSilosIsolated { get; init; }

    /// <summary>Every node that a client reaches.</summary>
    public SiloProcess[] Nodes => AreSilosIsolated ? [Gateway] : [.. Silos, Gateway];

    /// <summary>The platform key that the first node made; null when the nodes are open.</summary>
    public string? PlatformKey { get; private set; }

    /// <summary>Starts everything and makes a tenant. Skips the test without PostgreSQL.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="program">Another build's program.</param>
    /// <param name="isOpen">Whether the nodes ask for no key.</param>
    /// <param name="environment">What the nodes find in their environment beside what is there.</param>
    public static async Task<SiloCluster> StartAsync(
        int silos, string? program = null, bool isOpen = true, IReadOnlyDictionary<string, string>? environment = null)
    {
        Skip.IfNot(PostgresServer.IsInstalled, PostgresServer.Missing);
        var postgres = await PostgresServer.StartAsync("fsync = off");
        var keys = Directory.CreateTempSubdirectory("nps-keys-").FullName;
        string[] args = ["--Store:Postgres", postgres.ConnectionString, "--Scoring:PartitionsPerTenant", "6", "--Access:KeyFolder", keys];
        if (!isOpen)
            args = [.. args, "--Access:Open=false"];
        var cluster = new SiloCluster(
            postgres, [.. Enumerable.Range(0, silos).Select(_ => SiloProcess.StartFrom(program, network: null, environment, args))],
            SiloProcess.StartFrom(program, network: null, environment, [.. args, "--role", "gateway"]));
        try
        {
            await cluster.BeginAsync(isOpen ? null : Path.Combine(keys, "platform.key"));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }
    }

    /// <summary>Waits until every node can serve, and makes the tenant.</summary>
    /// <param name="keyFile">Where one of the nodes leaves the platform key; null when they ask for none.</param>
    public async Task BeginAsync(string? keyFile = null)
    {
        foreach (var node in Nodes)
            await node.ReadyAsync();
        if (keyFile is not null)
            PlatformKey = (await File.ReadAllTextAsync(keyFile)).Trim();
        using var http = Http(Gateway, PlatformKey);
        using var answer = await http.PutAsJsonAsync($"/v1/tenants/{Tenant}", new { timeZone = "UTC" });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the membership table holds so many active silos.</summary>
    public async Task ActiveAsync(int count)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await CountActiveAsync() == count)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        throw new TimeoutException($"{await CountActiveAsync()} silos are active, and not {count}: {string.Join(", ", Silos.Select(silo => silo.LogPath))}");
    }

    /// <summary>A client of one node, which gives up after the time in which any node answers.</summary>
    public static HttpClient Http(SiloProcess node, string? key = null)
    {
        var http = new HttpClient { BaseAddress = node.Address, Timeout = TimeSpan.FromSeconds(30) };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>The counts by score of the whole tenant, as a node tells them.</summary>
    public static async Task<long[]> CountsAsync(SiloProcess node)
    {
        using var http = Http(node);
        var snapshot = await http.GetFromJsonAsync<JsonElement>($"/v1/tenants/{Tenant}/scores/tenant?window=all");
        return Counts(snapshot);
    }

    /// <summary>What a recount by a node finds.</summary>
    public static async Task<JsonElement> RecountAsync(SiloProcess node)
    {
        using var http = Http(node);
        return await http.GetFromJsonAsync<JsonElement>($"/v1/tenants/{Tenant}/recount");
    }

    public static long[] Counts(JsonElement snapshot) =>
        [.. snapshot.GetProperty("counts").GetProperty("byScore").EnumerateArray().Select(count => count.GetInt64())];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in (SiloProcess[])[.. Silos, Gateway])
            await node.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private async Task<int> CountActiveAsync()
    {
        try
        {
            return int.Parse(
                await Postgres.ExecuteAsync("nps", "select count(*) from nps_cluster.orleansmembershiptable where status = 3"),
                System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (InvalidOperationException)
        {
            // The table is not made yet.
            return 0;
        }
    }
}
