using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Sqlite;

public sealed class SqliteExportTests : ExportContract<SqliteDatabase>
{
    [Fact]
    public async Task Export_ReceiverStandsStill_LetsTheLogBeginAnew()
    {
        const int Stored = 2_000;
        const int Commits = 30;
        var writer = await StartAsync();
        await writer.CommitAsync([.. Enumerable.Range(0, Stored).Select(index => Requests.Post($"r-{index}", 9))]);
        await using var receiver = Store.ExportAsync(Acme, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        (await receiver.MoveNextAsync()).ShouldBeTrue();
        var comment = new string('x', 4_000);
        for (var commit = 0; commit < Commits; commit++)
            await writer.CommitAsync([.. Enumerable.Range(0, 1_000).Select(number => Requests.Post($"{commit}-{number}", 9, comment: comment))]);

        new FileInfo(Database.Path + "-wal").Length.ShouldBeLessThan(Commits * 1_000 * 4_000 * 3 / 4);

        var seen = 1;
        for (; await receiver.MoveNextAsync(); seen++)
            receiver.Current.Comment.ShouldBeNull();
        seen.ShouldBe(Stored);
    }
}
