using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// One export, a page after the other, each of one instant of its own. It ends with the last response that there was when it began, so that
/// it comes to an end however much is sent meanwhile.
/// </summary>
internal sealed class SqliteExport(Tenant tenant)
{
    private const int RowsMax = 1_000;

    // A page looks at so many rows of all tenants: where this one has few among many, a page may be empty.
    private const int StretchRows = 20_000;

    private readonly Dictionary<int, ScoreKey> _keys = [];
    private int _lastKeyId;
    private long _after;
    private long? _last;

    /// <summary>The next page, in the order of insertion; null behind the last one.</summary>
    public IReadOnlyList<ExportedResponse>? Read(SqliteSession session)
    {
        var last = _last ??= SqliteListing.LastPlace(session);
        if (_after >= last)
            return null;

        // A response that was corrected since the last page may have a key that was not there then.
        foreach (var key in SqliteTenants.Keys(session, tenant.Id, _lastKeyId))
        {
            _keys[key.Id] = key.Key;
            _lastKeyId = key.Id;
        }

        var end = Math.Min(_after + StretchRows, last);
        var rows = new List<ExportedResponse>();

        // The plus keeps the planner from the index by hash, whose order is another.
        var statement = session.Statement("""
            select id_hash, score, key_ids, responded_at, responded_at_sent, id, comment, customer_id, originals, sequence
            from responses where +tenant_id = ?1 and sequence > ?2 and sequence <= ?3 order by sequence limit ?4
            """).Bind(1, tenant.Id).Bind(2, _after).Bind(3, end).Bind(4, RowsMax);
        while (statement.Read())
        {
            rows.Add(Exported(statement));
            _after = statement.Long(9);
        }

        if (rows.Count < RowsMax)
            _after = end;
        return rows;
    }

    private ExportedResponse Exported(SqliteStatement statement)
    {
        var idHash = statement.Hash(0);
        if (statement.IsNull(1))
            return new ExportedResponse(idHash.ToArray(), IsErased: true);
        var state = new StoredResponse(
            idHash,
            IsErased: false,
            default,
            statement.Int(1),
            KeyIdList.Read(statement.Blob(2)),
            statement.Long(3),
            statement.Int(4) != 0);
        return ExportedRow.Of(
            idHash, state, statement.Text(5)!, statement.Text(6), statement.Text(7), statement.Text(8), id => _keys[id]);
    }
}
