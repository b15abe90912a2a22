using System.Diagnostics;
using System.Globalization;
using System.Text;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;
using Xunit.Abstractions;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>Killed processes, full disks, strangers' locks, and what erasing leaves in the file.</summary>
public class SqliteFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Kill_InTheMiddleOfCommits_LosesNothingThatWasAnsweredAndStaysSound()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("NPS_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var committed = 0;
        for (var life = 0; life < 3; life++)
        {
            using var process = new CommittingProcess(_database.Path);
            await process.SaysAsync("committed", skip: 5);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200)), TimeProvider.System);
            await process.KillAsync();
            committed += process.Committed;

            await using var store = new SqliteResponseStore(_database.Path);
            await store.OpenAsync(CancellationToken.None);
            var report = await store.RecountAsync(await TenantAsync(store), CancellationToken.None);

            report.Differences.ShouldBeEmpty();
            report.IsClean.ShouldBeTrue();
            (report.Responses % Program.RowsPerCommit).ShouldBe(0);
            report.Responses.ShouldBeGreaterThanOrEqualTo(committed * Program.RowsPerCommit);
            committed = (int)(report.Responses / Program.RowsPerCommit);
        }
    }

    [SkippableFact]
    public async Task DiskFull_CommitFails_AndRecoversWhenThereIsRoom()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "Needs prlimit (Debian package util-linux).");
        using var process = new CommittingProcess(_database.Path, fileKilobytesMax: 6_000);
        (await process.SaysAsync("failed")).ShouldEndWith(nameof(StoreUnavailableException));
        var before = process.Committed;

        using var prlimit = Process.Start("/usr/bin/prlimit", ["--pid", process.Id.ToString(CultureInfo.InvariantCulture), "--fsize=unlimited:unlimited"]);
        await prlimit.WaitForExitAsync();
        process.GoOn();
        await process.SaysAsync("committed", skip: before + 3);
        await process.KillAsync();

        await using var store = new SqliteResponseStore(_database.Path);
        await store.OpenAsync(CancellationToken.None);
        (await store.RecountAsync(await TenantAsync(store), CancellationToken.None)).IsClean.ShouldBeTrue();
    }

    [Fact]
    public async Task Stranger_HoldsTheWriteLock_IsUnavailableAndRecovers()
    {
        await using var store = new SqliteResponseStore(_database.Path);
        await store.OpenAsync(CancellationToken.None);
        var tenant = await TenantAsync(store);
        var writer = await PartitionWriter.StartAsync(store, tenant);
        await writer.CommitAsync(Post("a", 9));
        var write = await writer.WriteOfAsync(Post("b", 9));

        using (var stranger = _database.Open())
        using (var command = stranger.CreateCommand())
        {
            command.CommandText = "begin immediate";
            command.ExecuteNonQuery();
            await Should.ThrowAsync<StoreUnavailableException>(() => store.CommitAsync([write], CancellationToken.None));

            // Whoever reads does not notice.
            (await store.RecountAsync(tenant, CancellationToken.None)).Responses.ShouldBe(1);
        }

        await store.CommitAsync([write], CancellationToken.None);
        (await store.RecountAsync(tenant, CancellationToken.None)).Responses.ShouldBe(2);
    }

    [Fact]
    public async Task Erased_Content_IsNotInTheFileOnceTheLogIsWrittenBack()
    {
        string[] secrets = ["SECRET-COMMENT-4711", "SECRET-CUSTOMER-4711", "SECRET-ID-4711"];
        await using var store = new SqliteResponseStore(_database.Path);
        await store.OpenAsync(CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, await TenantAsync(store));
        await writer.CommitAsync([.. Enumerable.Range(0, 200).Select(index => Post($"r-{index}", 9, comment: new string('c', 300)))]);
        await writer.CommitAsync(Post(secrets[2], 9, comment: secrets[0] + new string('x', 3_000), customerId: secrets[1]));
        await WriteLogBackAsync();
        secrets.ShouldAllBe(secret => Contains(secret));

        await writer.CommitAsync(Delete(secrets[2]));
        await WriteLogBackAsync();

        secrets.ShouldAllBe(secret => !Contains(secret));
    }

    private async Task WriteLogBackAsync()
    {
        // The store's own checkpoints may be at it in this moment.
        for (var attempt = 0; attempt < 400 && (long)_database.Scalar("pragma wal_checkpoint(truncate)")! != 0; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        new FileInfo(_database.Path + "-wal").Length.ShouldBe(0);
    }

    private bool Contains(string text) => Directory.GetFiles(Path.GetDirectoryName(_database.Path)!, "nps.db*")
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Any(file => ReadShared(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static async Task<Tenant> TenantAsync(SqliteResponseStore store) =>
        (await store.PutTenantAsync(new TenantRequest(SlugOf("acme"), null), 1, CancellationToken.None)).Tenant;
}
