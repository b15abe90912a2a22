using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Engines;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>
/// The engine of a cluster of three silos, each in a process of its own, which meet on loopback and share a schema of PostgreSQL. The test
/// is a gateway among them, so that every grain is in another process than whoever asks it. The processes serve one test after the
/// other, since starting one costs seconds.
/// </summary>
public class ThreeProcesses : IEngineWorld
{
    private const int Silos = 3;

    private static readonly string ClockPath = Path.Combine(Path.GetTempPath(), $"nps-clock-{Environment.ProcessId}");
    private static readonly SharedClock Shared = new(ClockPath);
    private static readonly Lazy<ContractProcess[]> Processes = new(
        () => [.. Enumerable.Range(0, Silos).Select(_ => ContractProcess.Start(ClockPath))]);

    private readonly string _schema = "c" + Guid.NewGuid().ToString("N");
    private string? _connection;
    private ShiftingClock? _clock;
    private WebApplication? _gateway;

    public virtual async Task CreateAsync()
    {
        _connection = await PostgresServer.FindAsync();
        Skip.If(_connection is null, PostgresServer.Missing);
    }

    public async Task<IScoreEngine> StartAsync(ScoringOptions options, TimeProvider time)
    {
        _clock = (ShiftingClock)time;
        _clock.Moved += Follow;
        Follow();
        string[] common = ["--Store:Postgres", _connection!, "--Store:PostgresSchema", _schema];

        // One by one: silos that join at once get in each other's way at the membership table, and wait seconds before they try again.
        foreach (var process in Processes.Value)
        {
            await process.CarryOutAsync(new ContractOrder(
                [.. common, "--Orleans:SiloPort", FreePort(), "--Orleans:GatewayPort", FreePort()], options));
        }

        _gateway = await ContractHost.StartAsync([.. common, "--role", "gateway"], options, time);
        return _gateway.Services.GetRequiredService<IScoreEngine>();
    }

    public async Task StopAsync()
    {
        await ContractHost.StopAsync(_gateway!);

        // One by one: silos that leave at once get in each other's way at the membership table, and wait seconds before they try again.
        foreach (var process in Processes.Value)
            await process.CarryOutAsync(new ContractOrder(Args: null, Options: null));
        _clock!.Moved -= Follow;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_connection is null)
            return;
        await using var connection = new Npgsql.NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var drop = new Npgsql.NpgsqlCommand(
            $"drop schema if exists \"{_schema}\" cascade; drop schema if exists \"{_schema}_cluster\" cascade", connection);
        await drop.ExecuteNonQueryAsync();
    }

    private void Follow() => Shared.Set(_clock!.GetUtcNow());

    private static string FreePort() => NpsProcess.FreePort().ToString(CultureInfo.InvariantCulture);
}
