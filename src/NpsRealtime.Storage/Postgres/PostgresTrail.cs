using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage.Postgres;

/// <summary>The audit trail of a PostgreSQL database.</summary>
internal static class PostgresTrail
{
    public static async Task<bool> AppendAsync(NpgsqlConnection connection, TrailEntry entry, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            "insert into audit_trail (tenant_id, at, caller, action, subject, count) values ($1, $2, $3, $4, $5, nullif($6, -1))",
            entry.TenantId, entry.At.ToUnixTimeMilliseconds(), entry.Caller, entry.Action, entry.Subject, entry.Count ?? -1L);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    public static async Task<IReadOnlyList<TrailEntry>> ReadAsync(
        NpgsqlConnection connection, int tenantId, long? before, int limit, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            """
            select sequence, at, caller, action, subject, count from audit_trail
            where tenant_id = $1 and sequence < $2 order by sequence desc limit $3
            """,
            tenantId, before ?? long.MaxValue, limit);
        return await command.ReadAllAsync(
            row => new TrailEntry(
                row.GetInt64(0),
                tenantId,
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.IsDBNull(5) ? null : row.GetInt64(5)),
            cancellation);
    }
}
