using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Sqlite;

/// <content>Lists, through readers of their own: the write path and the live scores' loads never wait for a list.</content>
public sealed partial class SqliteResponseStore
{
    private const int ListsAtOnce = 2;

    private SqliteReaders? _lists;

    private SqliteReaders Lists => _lists ?? throw Closed();

    public Task<ResponsePage> ListResponsesAsync(Tenant tenant, ResponseQuery query, CancellationToken cancellation) =>
        Lists.RunAsync(session => SqliteListing.List(session, tenant, query), cancellation);

    public Task<IReadOnlyList<CrossTally>> CountAcrossAsync(
        Tenant tenant, ScoreKey whole, ScoreFilter dimension, IReadOnlyList<MinuteSpan> spans, CancellationToken cancellation) =>
        Lists.RunAsync(session => SqliteListing.CountAcross(session, tenant, whole, dimension, spans), cancellation);
}
