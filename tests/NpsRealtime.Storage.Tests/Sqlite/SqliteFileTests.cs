using System.Text;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>What only a file has: who may open it, what it may be, how safely it is written.</summary>
public class SqliteFileTests : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Open_SecondStoreInThisProcess_IsRefusedAndHarmsNothing()
    {
        await using var first = await OpenAsync();
        await using var second = new SqliteResponseStore(_database.Path);

        var refusal = await Should.ThrowAsync<StartupException>(() => second.OpenAsync(CancellationToken.None));

        refusal.Message.ShouldContain(_database.Path);
        refusal.Message.ShouldContain("--Store:Sqlite");
        await first.ListTenantsAsync(CancellationToken.None);
        await first.DisposeAsync();
        await second.OpenAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Open_OwnedByAnotherProcess_IsRefusedUntilThatOneIsKilled()
    {
        using var other = new CommittingProcess(_database.Path);
        await other.SaysAsync("open");

        await Should.ThrowAsync<StartupException>(OpenAsync);

        await other.KillAsync();
        await using var store = await OpenAsync();
        using var late = new CommittingProcess(_database.Path);
        (await late.SaysAsync("refused")).ShouldContain("in use by another process");
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedNamingBothVersions()
    {
        await (await OpenAsync()).DisposeAsync();
        var known = (long)_database.Scalar("pragma user_version")!;
        _database.Execute("pragma user_version = 4711");

        var refusal = await Should.ThrowAsync<StartupException>(OpenAsync);

        refusal.Message.ShouldContain("4711");
        refusal.Message.ShouldContain($"up to {known}");
        _database.Execute($"pragma user_version = {known}");
        await (await OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task Open_EmptyFile_BecomesADatabase()
    {
        await File.WriteAllBytesAsync(_database.Path, []);

        await using var store = await OpenAsync();

        (await store.ListTenantsAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Open_NewFile_IsForItsOwnerAlone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Rights of files are those of Unix.");
        const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using var store = await OpenAsync();

        foreach (var path in (string[])[_database.Path, _database.Path + "-wal"])
            (OperatingSystem.IsWindows() ? OwnersAlone : File.GetUnixFileMode(path)).ShouldBe(OwnersAlone);
    }

    [Fact]
    public async Task Open_FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        var text = string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 200));
        await File.WriteAllTextAsync(_database.Path, text);

        (await Should.ThrowAsync<StartupException>(OpenAsync)).Message.ShouldContain(_database.Path);

        (await File.ReadAllTextAsync(_database.Path)).ShouldBe(text);
    }

    [Fact]
    public async Task Open_FolderThatCannotBe_IsRefused()
    {
        await File.WriteAllTextAsync(_database.Path, "");
        await using var store = new SqliteResponseStore(Path.Combine(_database.Path, "nps.db"));

        var refusal = await Should.ThrowAsync<StartupException>(() => store.OpenAsync(CancellationToken.None));

        refusal.Message.ShouldNotContain("another process");
    }

    [Fact]
    public void Writer_Any_SynchronisesEveryCommitAndOverwritesWhatIsDeleted()
    {
        using var session = SqliteSession.OpenWriter(_database.Path);

        session.Number("pragma synchronous").ShouldBe(2);
        session.Number("pragma secure_delete").ShouldBe(1);
        _database.Scalar("pragma journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task Commit_Erasure_LeavesNothingInTheFileOrItsLogWithinSeconds()
    {
        const string Secret = "Xylophone-4711-please-forget";
        await using var store = await OpenAsync();
        var (_, tenant) = await store.PutTenantAsync(new TenantRequest(SlugOf("acme"), TimeZone: null), partitions: 1, CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, tenant);
        await writer.CommitAsync(Post("a", 9, comment: Secret));
        (Holds("", Secret) || Holds("-wal", Secret)).ShouldBeTrue();

        await writer.CommitAsync(ResponseRequest.Erasure("a", Now.ToUnixTimeMilliseconds()));

        for (var look = 0; look < 600 && (Holds("", Secret) || Holds("-wal", Secret)); look++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        (Holds("", Secret) || Holds("-wal", Secret)).ShouldBeFalse();
    }

    [Fact]
    public async Task Commit_WithoutPause_LetsTheLogBeginAnew()
    {
        const int Commits = 40;
        await using var store = await OpenAsync();
        var (_, tenant) = await store.PutTenantAsync(new TenantRequest(SlugOf("acme"), TimeZone: null), partitions: 1, CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, tenant);
        var comment = new string('x', 4_000);
        for (var commit = 0; commit < Commits; commit++)
            await writer.CommitAsync([.. Enumerable.Range(0, 1_000).Select(number => Post($"{commit}-{number}", 9, comment: comment))]);

        new FileInfo(_database.Path + "-wal").Length.ShouldBeLessThan(120_000_000);
        new FileInfo(_database.Path).Length.ShouldBeGreaterThan(40_000_000);
    }

    [Fact]
    public async Task Log_AfterAPeak_IsEmptiedOnceItIsQuiet()
    {
        await using var store = await OpenAsync();
        var (_, tenant) = await store.PutTenantAsync(new TenantRequest(SlugOf("acme"), TimeZone: null), partitions: 1, CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, tenant);
        var comment = new string('x', 4_000);
        for (var commit = 0; commit < 6; commit++)
            await writer.CommitAsync([.. Enumerable.Range(0, 1_000).Select(number => Post($"{commit}-{number}", 9, comment: comment))]);
        LengthOf("-wal").ShouldBeGreaterThan(16_000_000);

        for (var look = 0; look < 1_200 && LengthOf("-wal") > 0; look++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);

        LengthOf("-wal").ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_WhileTheLogGrows_HoldsWhatItWillAddToTheFile()
    {
        const long Spare = 2 << 20;
        await using (var store = await OpenAsync())
        {
            var (_, tenant) = await store.PutTenantAsync(new TenantRequest(SlugOf("acme"), TimeZone: null), partitions: 1, CancellationToken.None);
            var writer = await PartitionWriter.StartAsync(store, tenant);
            var comment = new string('x', 4_000);
            for (var commit = 0; commit < 30; commit++)
            {
                await writer.CommitAsync([.. Enumerable.Range(0, 100).Select(number => Post($"{commit}-{number}", 9, comment: comment))]);
                var adds = ((long)_database.Scalar("pragma page_count")! * 4_096) - LengthOf("");
                LengthOf("-reserve").ShouldBeGreaterThanOrEqualTo(adds);
            }

            LengthOf("-reserve").ShouldBeGreaterThan(10_000_000 - Spare);
        }

        File.Exists(_database.Path + "-reserve").ShouldBeFalse();
        File.Exists(_database.Path + "-wal").ShouldBeFalse();
    }

    [Fact]
    public async Task Store_NotOpen_IsUnavailable()
    {
        var store = new SqliteResponseStore(_database.Path);

        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.FindTenantAsync("a", CancellationToken.None));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.CommitAsync([], CancellationToken.None));
    }

    private long LengthOf(string suffix) => new FileInfo(_database.Path + suffix).Length;

    private bool Holds(string suffix, string text)
    {
        if (!File.Exists(_database.Path + suffix))
            return false;
        using var file = new FileStream(_database.Path + suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    private async Task<SqliteResponseStore> OpenAsync()
    {
        var store = new SqliteResponseStore(_database.Path);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }
}
