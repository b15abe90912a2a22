using System.Diagnostics;
using NpsRealtime.Scoring;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>One file under several names: two processes never have it, and none leaves out what is in the log of another name.</summary>
public sealed class SqliteNameTests : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();
    private readonly string _elsewhere = Directory.CreateTempSubdirectory("nps-links-").FullName;

    private string Other => Path.Combine(_elsewhere, "other.db");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Directory.Delete(_elsewhere, recursive: true);
        await _database.DisposeAsync();
    }

    [SkippableFact]
    public async Task Open_BySymbolicLinks_WhileAnotherProcessHasTheFile_IsRefused()
    {
        Skip.If(OperatingSystem.IsWindows(), "Symbolic links need a privilege there.");
        File.CreateSymbolicLink(Path.Combine(_elsewhere, "first.db"), _database.Path);
        File.CreateSymbolicLink(Other, "first.db");
        using var owner = new CommittingProcess(_database.Path);
        await owner.SaysAsync("open");

        using var late = new CommittingProcess(Other);

        (await late.SaysAsync("refused")).ShouldContain("in use by another process");
        await owner.SaysAsync("committed", skip: owner.Committed);
    }

    [SkippableFact]
    public async Task Open_BySymbolicLink_AfterAKill_HasAllThatWasCommitted()
    {
        Skip.If(OperatingSystem.IsWindows(), "Symbolic links need a privilege there.");
        File.CreateSymbolicLink(Other, _database.Path);
        using var process = new CommittingProcess(Other);
        await process.SaysAsync("committed", skip: 3);
        await process.KillAsync();
        Directory.GetFiles(_elsewhere).ShouldBe([Other]);

        await using var store = new SqliteResponseStore(_database.Path);
        await store.OpenAsync(CancellationToken.None);

        var tenant = (await store.FindTenantAsync("acme", CancellationToken.None)).ShouldNotBeNull();
        (await store.RecountAsync(tenant, CancellationToken.None)).Responses.ShouldBeGreaterThanOrEqualTo(process.Committed * Program.RowsPerCommit);
    }

    [SkippableFact]
    public async Task Open_ByHardLink_WhileAnotherProcessHasTheFile_IsRefused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Hard links are told on Linux only.");
        using var owner = new CommittingProcess(_database.Path);
        await owner.SaysAsync("open");
        Link();

        using var late = new CommittingProcess(Other);

        (await late.SaysAsync("refused")).ShouldContain("hard links");
        await owner.SaysAsync("committed", skip: owner.Committed);
    }

    [SkippableFact]
    public async Task Open_WithASecondName_IsRefusedUntilThatIsGone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Hard links are told on Linux only.");
        using (var owner = new CommittingProcess(_database.Path))
        {
            await owner.SaysAsync("committed", skip: 3);
            await owner.KillAsync();
        }

        // What was committed last stands in the log beside the first name.
        Link();
        await using var byOther = new SqliteResponseStore(Other);
        (await Should.ThrowAsync<StartupException>(() => byOther.OpenAsync(CancellationToken.None))).Message.ShouldContain("-samefile");
        File.Exists(Other + "-wal").ShouldBeFalse();
        File.Delete(Other);

        await using var store = new SqliteResponseStore(_database.Path);
        await store.OpenAsync(CancellationToken.None);
        (await store.FindTenantAsync("acme", CancellationToken.None)).ShouldNotBeNull();
    }

    private void Link()
    {
        using var link = Process.Start("ln", [_database.Path, Other]);
        link.WaitForExit();
        link.ExitCode.ShouldBe(0);
    }
}
