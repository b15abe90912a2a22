using System.Globalization;
using NpsRealtime.Contracts;
using NpsRealtime.Contracts.Stores;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage.Tests;

/// <summary>
/// A process of its own that owns a SQLite file and commits to it for ever, a line of output per commit, so that a test can kill
/// it, take its disk away, or try to open the file beside it. When the database fails it says so and waits for a line of input.
/// </summary>
internal static class Program
{
    public const int RowsPerCommit = 50;

    public static async Task<int> Main(string[] args)
    {
        await using var store = new SqliteResponseStore(args[0]);
        try
        {
            await store.OpenAsync(CancellationToken.None);
        }
        catch (StartupException refusal)
        {
            Console.WriteLine("refused: " + refusal.Message);
            return 1;
        }

        var (_, tenant) = await store.PutTenantAsync(new TenantRequest(Requests.SlugOf("acme"), null), 1, CancellationToken.None);
        var writer = await PartitionWriter.StartAsync(store, tenant);
        Console.WriteLine("open");
        while (true)
            await CommitAsync(writer);
    }

    private static async Task CommitAsync(PartitionWriter writer)
    {
        var comment = new string('x', 500);
        var name = writer.State.Head.ToString(CultureInfo.InvariantCulture);
        try
        {
            await writer.CommitAsync([.. Enumerable.Range(0, RowsPerCommit).Select(index => Requests.Post(
                $"{name}-{index}", index % 11, Requests.Now.AddSeconds(-index), comment: comment, segments: [("group", name)]))]);
            Console.WriteLine("committed " + writer.State.Head.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (failure is StoreUnavailableException or UnknownOutcomeException)
        {
            Console.WriteLine("failed: " + failure.GetType().Name);
            Console.ReadLine();
            await TakeOverAsync(writer);
        }
    }

    private static async Task TakeOverAsync(PartitionWriter writer)
    {
        while (true)
        {
            try
            {
                await writer.TakeOverAsync();
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }
}
