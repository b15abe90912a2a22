using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Listing;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// Lists responses by walking back through the table, which is in the order of arrival: an index of its own would cost every insert
/// and serve this alone. How far a page walks is bounded.
/// </summary>
internal static class SqliteListing
{
    // The plus keeps the planner from the index by hash, whose order is another.
    private const string Walk = """
        select sequence, score, responded_at, accepted_at, key_ids, comment, id, customer_id, originals, id_hash, responded_at_sent
        from responses where +tenant_id = ?1 and sequence < ?2 and sequence > ?3 and score is not null order by sequence desc
        """;

    public static ResponsePage List(SqliteSession session, Tenant tenant, ResponseQuery query)
    {
        var keys = new KeyNumbers(SqliteTenants.Keys(session, tenant.Id, afterId: 0));
        if (ListingFilter.Of(query, keys) is not { } filter)
            return new ResponsePage([], null);
        var before = Math.Min(filter.Before, LastPlace(session) + 1);
        var end = Math.Max(filter.After, before - 1 - ResponseQuery.ExaminedMax);
        var stopsAt = IsCorrectedSince(session, tenant, filter.TakenSince) ? long.MinValue : filter.TakenSince;
        var found = new List<ListedResponse>(query.Limit);
        var statement = session.Statement(Walk).Bind(1, tenant.Id).Bind(2, before).Bind(3, end);
        while (statement.Read())
        {
            if (statement.Long(3) < stopsAt)
            {
                statement.Reset();
                return new ResponsePage(found, null);
            }

            if (!Fits(statement, filter))
                continue;
            found.Add(Listed(statement, keys));
            if (found.Count < query.Limit)
                continue;
            statement.Reset();
            return new ResponsePage(found, found[^1].Place);
        }

        return new ResponsePage(found, end > filter.After ? end + 1 : null);
    }

    public static IReadOnlyList<CrossTally> CountAcross(
        SqliteSession session, Tenant tenant, ScoreKey whole, ScoreFilter dimension, IReadOnlyList<MinuteSpan> spans)
    {
        var keys = new KeyNumbers(SqliteTenants.Keys(session, tenant.Id, afterId: 0));
        if (keys.IdOf(whole) is not { } wholeId)
            return [];
        var count = new CrossCount(keys, wholeId, dimension, spans);
        var filter = ListingFilter.Of(new ResponseQuery(1) { From = DateTimeOffset.FromUnixTimeMilliseconds(count.From) }, keys)!;
        var stopsAt = IsCorrectedSince(session, tenant, filter.TakenSince) ? long.MinValue : filter.TakenSince;
        var statement = session.Statement(Walk).Bind(1, tenant.Id).Bind(2, long.MaxValue).Bind(3, 0);
        while (statement.Read())
        {
            if (statement.Long(3) < stopsAt)
            {
                statement.Reset();
                break;
            }

            var respondedAt = statement.Long(2);
            if (respondedAt >= count.From && respondedAt < count.To)
                count.Add(statement.Blob(4), statement.Int(1), respondedAt);
        }

        return count.Finish();
    }

    private static bool Fits(SqliteStatement row, ListingFilter filter) =>
        filter.FitsScore(row.Int(1))
        && filter.FitsTime(row.Long(2))
        && filter.FitsKeys(row.Blob(4))
        && (!filter.IsCommented || filter.FitsComment(row.Text(5)));

    private static ListedResponse Listed(SqliteStatement row, KeyNumbers keys)
    {
        var idHash = row.Hash(9);
        var state = new StoredResponse(
            idHash, IsErased: false, default, row.Int(1), KeyIdList.Read(row.Blob(4)), row.Long(2), row.Int(10) != 0);
        return new ListedResponse(
            row.Long(0),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3)),
            ExportedRow.Of(idHash, state, row.Text(6)!, row.Text(5), row.Text(7), row.Text(8), id => keys[id]),
            Array.ConvertAll(state.KeyIds!, id => keys[id]));
    }

    /// <summary>The last row of all tenants; 0 where there is none.</summary>
    public static long LastPlace(SqliteSession session)
    {
        var statement = session.Statement("select coalesce(max(sequence), 0) from responses");
        statement.Read();
        var last = statement.Long(0);
        statement.Reset();
        return last;
    }

    /// <summary>Whether a correction may have moved an old row's time into what is asked for; then the walk can't stop early.</summary>
    private static bool IsCorrectedSince(SqliteSession session, Tenant tenant, long since)
    {
        if (since == long.MinValue)
            return false;
        var statement = session.Statement("select at from corrections where tenant_id = ?1 and to_score is not null order by sequence desc limit 1")
            .Bind(1, tenant.Id);
        var isCorrected = statement.Read() && statement.Long(0) >= since;
        statement.Reset();
        return isCorrected;
    }
}
