using System.Diagnostics;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Testing;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>A disk that is full, and has room again.</summary>
public sealed class PostgresDiskTests
{
    [SkippableFact]
    public async Task Load_DiskFull_TellsSendersAndGoesOnWhenThereIsRoom()
    {
        Skip.IfNot(Environment.UserName == "root", "Only root can mount a small disk.");
        var disk = Directory.CreateTempSubdirectory("nps-disk-").FullName;
        Skip.If(await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m,mode=0777", "tmpfs", disk) != 0, "This machine does not let root mount a disk.");
        try
        {
            await using var world = await FaultWorld.StartAsync();
            var tablespace = Path.Combine(disk, "space");
            await PostgresServer.RunAsServerUserAsync("mkdir", tablespace);
            await world.Server.ExecuteAsync("nps", $"create tablespace small location '{tablespace}'");
            await world.Server.ExecuteAsync("nps", "alter table nps.responses set tablespace small");
            await using var load = new SteadyLoad(world.Engine, world.Acme);

            await load.ToldAsync(ResponseStatus.Unavailable);
            (await RunAsync("mount", "-o", "remount,size=200m", disk)).ShouldBe(0);

            await load.AdvanceAsync();
            await load.EndAsync();
            await world.ShouldBeSoundAsync(load.Stored);
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
