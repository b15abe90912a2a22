using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Commit;

namespace NpsRealtime.Storage.Postgres.Ownership;

/// <summary>
/// Starts partitions, also those whose owner is frozen in the middle of a transaction and would keep the row locked: who blocks
/// it for longer than a healthy commit takes is cut off. That needs no right but the same database user.
/// </summary>
internal sealed class PostgresTakeover(PostgresSessions sessions, TimeProvider time)
{
    // An owner that lives has committed what it took before another one begins; so whoever still blocks is dead, frozen, or owner no more.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public async Task<PartitionState> StartAsync(
        NpgsqlConnection connection, PartitionAddress partition, Guid activation, Minute downsampledUntil, CancellationToken cancellation)
    {
        // Not what the driver was told at the connection's beginning: a pooler says a number of its own.
        await using var ask = new NpgsqlCommand("select pg_backend_pid()", connection);
        var own = (int)(await ask.ExecuteScalarAsync(cancellation))!;
        var state = await CutOffBlockersAsync(
            own, PostgresPartitions.StartAsync(connection, partition, activation, downsampledUntil, cancellation), cancellation);

        // In a transaction of its own: the owner before must get past the row to learn that it is not the owner any more.
        await CutOffBlockersAsync(own, OutwaitAsync(), cancellation);
        return state;

        async Task<bool> OutwaitAsync()
        {
            await PostgresPartitions.OutwaitAsync(connection, partition, cancellation);
            return true;
        }
    }

    private async Task<T> CutOffBlockersAsync<T>(int own, Task<T> waiting, CancellationToken cancellation)
    {
        if (await Task.WhenAny(waiting, Task.Delay(Patience, time, cancellation)) != waiting)
            await CutOffAsync(own, cancellation);
        return await waiting;
    }

    private Task<int> CutOffAsync(int waiting, CancellationToken cancellation) => sessions.RunAsync(
        async connection =>
        {
            await using var command = connection.Command(
                "select count(pg_terminate_backend(pid))::int from unnest(pg_blocking_pids($1)) as blocking (pid)", waiting);
            return (int)(await command.ExecuteScalarAsync(cancellation))!;
        },
        cancellation);
}
