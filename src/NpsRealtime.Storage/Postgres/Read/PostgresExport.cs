using Npgsql;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Storage.Postgres.Commit;

namespace NpsRealtime.Storage.Postgres.Read;

/// <summary>
/// One export, a page after the other, each of one instant of its own: a transaction that lasted as long as its receiver likes would keep the
/// database from clearing anything away. It ends with the last response that there was when it began, so that it comes to an end however
/// much is sent meanwhile.
/// </summary>
internal sealed class PostgresExport(Tenant tenant)
{
    private const int RowsMax = 1_000;

    // The rows of a block have the numbers between the one that was drawn for it and the next.
    private const string FirstLater = "select last_value + 65536 from responses_sequence_seq";

    private static readonly string Select = PostgresArrivals.Select(
        "r.id_hash, r.score, r.key_ids, r.responded_at, r.responded_at_sent, r.id, r.comment, r.customer_id, r.originals", isNewestFirst: false);

    private readonly Dictionary<int, ScoreKey> _keys = [];
    private int _lastKeyId;
    private long _after;
    private long? _end;
    private bool _isOver;

    /// <summary>The next page, in the order of insertion; null behind the last one. May be repeated when it fails.</summary>
    public async Task<IReadOnlyList<ExportedResponse>?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_isOver)
            return null;
        await using var transaction = await PostgresReports.BeginAsync(connection, cancellation);
        if (_end is null)
        {
            await using var later = connection.Command(FirstLater);
            _end = (long)(await later.ExecuteScalarAsync(cancellation))!;
        }

        // A response that was corrected since the last page may have a key that was not there then.
        foreach (var key in await PostgresTenants.KeysAsync(connection, tenant.Id, _lastKeyId, cancellation))
        {
            _keys[key.Id] = key.Key;
            _lastKeyId = key.Id;
        }

        await using var command = connection.Command(Select, tenant.Id, _end.Value, _after, RowsMax);
        command.CommandTimeout = 0;
        var (page, read, last) = (new List<ExportedResponse>(RowsMax), 0, _after);
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            for (; await rows.ReadAsync(cancellation); read++)
            {
                last = rows.GetInt64(0);
                if (!rows.IsDBNull(1))
                    page.Add(Exported(rows));
            }
        }

        (_after, _isOver) = (last, read < RowsMax);
        return page;
    }

    private ExportedResponse Exported(NpgsqlDataReader row)
    {
        var idHash = row.GetGuid(1).ToIdHash();
        if (row.IsDBNull(2))
            return new ExportedResponse(idHash.ToArray(), IsErased: true);
        var state = new StoredResponse(
            idHash,
            IsErased: false,
            default,
            row.GetInt16(2),
            KeyIdList.Read(row.GetFieldValue<byte[]>(3)),
            row.GetInt64(4),
            row.GetBoolean(5));
        return ExportedRow.Of(idHash, state, row.GetString(6), row.TextAt(7), row.TextAt(8), row.TextAt(9), id => _keys[id]);
    }
}
