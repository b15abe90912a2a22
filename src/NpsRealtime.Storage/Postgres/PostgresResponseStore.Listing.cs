using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Postgres.Read;

namespace NpsRealtime.Storage.Postgres;

/// <content>Lists, a few at once: the write path never lacks a connection because of them.</content>
public sealed partial class PostgresResponseStore
{
    private const int ListsAtOnce = 4;

    private readonly SemaphoreSlim _lists = new(ListsAtOnce);

    public Task<ResponsePage> ListResponsesAsync(Tenant tenant, ResponseQuery query, CancellationToken cancellation) =>
        ListAsync(connection => PostgresListing.ListAsync(connection, tenant, query, cancellation), cancellation);

    public Task<IReadOnlyList<CrossTally>> CountAcrossAsync(
        Tenant tenant, ScoreKey whole, ScoreFilter dimension, IReadOnlyList<MinuteSpan> spans, CancellationToken cancellation) =>
        ListAsync(
            connection => PostgresListing.CountAcrossAsync(connection, tenant, whole, dimension, spans, cancellation), cancellation);

    private async Task<T> ListAsync<T>(Func<Npgsql.NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await _lists.WaitAsync(cancellation);
        try
        {
            return await RunAsync(work, cancellation);
        }
        finally
        {
            _lists.Release();
        }
    }
}
