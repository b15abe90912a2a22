using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Server;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>The cluster's real host, with the options and the clock of a contract's test.</summary>
internal static class ContractHost
{
    /// <summary>Starts a node: a silo, or the gateway that the test itself is.</summary>
    public static async Task<WebApplication> StartAsync(IEnumerable<string> args, ScoringOptions options, TimeProvider time)
    {
        string[] own = ["--open", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"];
        var host = await ServerHost.BuildAsync([.. own, .. args], services =>
        {
            services.AddSingleton(provider => new ScoringParts(
                provider.GetRequiredService<IResponseStore>(), options, time, provider.GetRequiredService<IScoringLog>()));
        });
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it in good order.</summary>
    public static async Task StopAsync(WebApplication host)
    {
        await host.StopAsync();
        await host.DisposeAsync();

        // Each test has a schema, and so a pool, of its own, whose connections would be kept for minutes.
        Npgsql.NpgsqlConnection.ClearAllPools();
    }
}
