using Npgsql;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Storage.Listing;
using NpsRealtime.Storage.Postgres.Commit;

namespace NpsRealtime.Storage.Postgres.Read;

/// <summary>
/// Lists responses by walking back in the order of arrival, in steps that grow: most lists are filled by the first few rows, and
/// a rare text is not looked for row by row.
/// </summary>
internal static class PostgresListing
{
    private const int FirstStepMin = 200;
    private const int StepFactor = 8;

    private const string Columns =
        "r.score, r.responded_at, r.accepted_at, r.key_ids, r.comment, r.id, r.customer_id, r.originals, r.id_hash, r.responded_at_sent";

    // Always one row at least, so that an answer without any response still tells how far the step went.
    private static readonly string Step = $"""
        with step as materialized ({PostgresArrivals.Select(Columns, isNewestFirst: true)})
        select reach.examined, reach.lowest, reach.taken, fitting.*
        from (select count(*) as examined, min(sequence) as lowest, max(accepted_at) as taken from step) as reach
        left join (
            select * from step
            where score between $5 and $6 and responded_at >= $7 and responded_at < $8 and (comment is not null or not $9)) as fitting on true
        order by fitting.sequence desc
        """;

    public static async Task<ResponsePage> ListAsync(
        NpgsqlConnection connection, Tenant tenant, ResponseQuery query, CancellationToken cancellation)
    {
        var keys = new KeyNumbers(await PostgresTenants.KeysAsync(connection, tenant.Id, afterId: 0, cancellation));
        if (ListingFilter.Of(query, keys) is not { } filter)
            return new ResponsePage([], null);
        var stopsAt = await IsCorrectedSinceAsync(connection, tenant, filter.TakenSince, cancellation) ? long.MinValue : filter.TakenSince;
        var found = new List<ListedResponse>(query.Limit);
        var (before, examined) = (filter.Before, 0L);
        for (var length = Math.Max(FirstStepMin, query.Limit + 1); ; length = Math.Min(length * StepFactor, ResponseQuery.ExaminedMax))
        {
            var reach = await StepAsync(connection, tenant, query, filter, keys, before, length, found, cancellation);
            if (found.Count == query.Limit)
                return new ResponsePage(found, found[^1].Place);
            if (reach.Examined < length || reach.Taken < stopsAt)
                return new ResponsePage(found, null);
            before = reach.Lowest;
            examined += reach.Examined;
            if (examined >= ResponseQuery.ExaminedMax)
                return new ResponsePage(found, before);
        }
    }

    public static async Task<IReadOnlyList<CrossTally>> CountAcrossAsync(
        NpgsqlConnection connection, Tenant tenant, ScoreKey whole, ScoreFilter dimension, IReadOnlyList<MinuteSpan> spans, CancellationToken cancellation)
    {
        var keys = new KeyNumbers(await PostgresTenants.KeysAsync(connection, tenant.Id, afterId: 0, cancellation));
        if (keys.IdOf(whole) is not { } wholeId)
            return [];
        var count = new CrossCount(keys, wholeId, dimension, spans);

        // All spans begin and end on minutes, so that rows of one minute may be counted together. A number's bytes may also stand
        // across two others; who has them but not the key is sorted out behind the database.
        await using var command = connection.Command(
            """
            select key_ids, score, responded_at / 60000, count(*) from responses
            where tenant_id = $1 and score is not null and responded_at >= $2 and responded_at < $3 and ($4 = ''::bytea or position($4 in key_ids) > 0)
            group by 1, 2, 3
            """,
            tenant.Id,
            count.From,
            count.To,
            wholeId == StoredKey.TenantId ? [] : KeyIdList.ToBytes([wholeId]));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            count.Add(rows.GetFieldValue<byte[]>(0), rows.GetInt16(1), rows.GetInt64(2) * 60_000, rows.GetInt64(3));
        return count.Finish();
    }

    /// <summary>Looks at so many rows, adds those that fit, and tells how far it came.</summary>
    private static async Task<(long Examined, long Lowest, long Taken)> StepAsync(
        NpgsqlConnection connection,
        Tenant tenant,
        ResponseQuery query,
        ListingFilter filter,
        KeyNumbers keys,
        long before,
        int length,
        List<ListedResponse> found,
        CancellationToken cancellation)
    {
        await using var command = connection.Command(
            Step, tenant.Id, before, filter.After, length, filter.ScoreMin, filter.ScoreMax, filter.From, filter.To, filter.IsCommented);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var reach = (Examined: 0L, Lowest: 0L, Taken: 0L);
        while (await rows.ReadAsync(cancellation))
        {
            reach = (rows.GetInt64(0), rows.IsDBNull(1) ? 0 : rows.GetInt64(1), rows.IsDBNull(2) ? long.MaxValue : rows.GetInt64(2));
            if (rows.IsDBNull(3) || found.Count == query.Limit)
                continue;
            var keyIds = rows.GetFieldValue<byte[]>(7);
            if (filter.FitsKeys(keyIds) && filter.FitsComment(rows.TextAt(8)))
                found.Add(Listed(rows, keyIds, keys));
        }

        return reach;
    }

    private static ListedResponse Listed(NpgsqlDataReader row, byte[] keyIds, KeyNumbers keys)
    {
        var idHash = row.GetGuid(12).ToIdHash();
        var state = new StoredResponse(
            idHash, IsErased: false, default, row.GetInt16(4), KeyIdList.Read(keyIds), row.GetInt64(5), row.GetBoolean(13));
        return new ListedResponse(
            row.GetInt64(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
            ExportedRow.Of(idHash, state, row.GetString(9), row.TextAt(8), row.TextAt(10), row.TextAt(11), id => keys[id]),
            Array.ConvertAll(state.KeyIds!, id => keys[id]));
    }

    /// <summary>Whether a correction may have moved an old row's time into what is asked for; then the walk can't stop early.</summary>
    private static async Task<bool> IsCorrectedSinceAsync(
        NpgsqlConnection connection, Tenant tenant, long since, CancellationToken cancellation)
    {
        if (since == long.MinValue)
            return false;
        await using var command = connection.Command(
            "select exists (select 1 from corrections where tenant_id = $1 and to_score is not null and at >= $2)", tenant.Id, since);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
