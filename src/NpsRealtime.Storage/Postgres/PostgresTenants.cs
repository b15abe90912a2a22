using System.Security.Cryptography;
using Npgsql;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Tenants and their score keys.</summary>
internal static class PostgresTenants
{
    private const string Columns = "id, name, label, time_zone, id_key, partitions";

    public static async Task<Tenant?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = connection.Command($"select {Columns} from tenants where name = $1", name);
        return (await command.ReadAllAsync(Tenant, cancellation)).FirstOrDefault();
    }

    public static async Task<IReadOnlyList<Tenant>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.Command($"""select {Columns} from tenants where name not like '~%' order by name collate "C" """);
        return await command.ReadAllAsync(Tenant, cancellation);
    }

    public static async Task<(TenantPut Outcome, Tenant Tenant)> PutAsync(
        NpgsqlConnection connection, TenantRequest request, int partitions, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        // A random number is not given a second time when the database has gone back in time: a server that still remembers a
        // tenant which is no longer there must never meet another one under its number.
        await using var insert = connection.Command(
            "insert into tenants (id, name, label, time_zone, id_key, partitions) values ($1, $2, $3, $4, $5, $6) on conflict (name) do nothing",
            RandomNumberGenerator.GetInt32(1, int.MaxValue),
            request.Name.Text,
            request.Name.Label,
            (request.TimeZone ?? TimeZoneInfo.Utc).Id,
            request.IdKey ?? RandomNumberGenerator.GetBytes(Scoring.Tenants.Tenant.IdKeyBytes),
            (short)partitions);
        var isNew = await insert.ExecuteNonQueryAsync(cancellation) > 0;
        var tenant = (await FindAsync(connection, request.Name.Text, cancellation))!;
        var outcome = isNew ? TenantPut.Created : await ChangeAsync(connection, tenant, request, cancellation);
        await transaction.CommitAsync(cancellation);
        return (outcome, tenant);
    }

    public static async Task<IReadOnlyList<StoredKey>> KeysAsync(
        NpgsqlConnection connection, int tenantId, int afterId, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            "select id, key, label from score_keys where tenant_id = $1 and id > $2 order by id", tenantId, afterId);
        return await command.ReadAllAsync(Key, cancellation);
    }

    public static async Task<IReadOnlyList<StoredKey>> AddKeysAsync(
        NpgsqlConnection connection, int tenantId, IReadOnlyList<ScoreKey> keys, CancellationToken cancellation)
    {
        var texts = keys.Select(key => key.Text).ToArray();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        // Numbers are given under the lock of the tenant's row, so that there are no gaps to skip and none is given twice.
        await using (var turn = connection.Command("select 1 from tenants where id = $1 for no key update", tenantId))
            await turn.ExecuteNonQueryAsync(cancellation);
        await using (var insert = connection.Command(
            """
            insert into score_keys (tenant_id, id, key, label)
            select $1, (select coalesce(max(id), 0) from score_keys where tenant_id = $1) + row_number() over (order by n.place), n.key, n.label
            from unnest($2, $3) with ordinality as n (key, label, place)
            where not exists (select from score_keys k where k.tenant_id = $1 and k.key = n.key)
            """,
            tenantId,
            texts,
            keys.Select(key => key.Label).ToArray()))
            await insert.ExecuteNonQueryAsync(cancellation);
        await using var select = connection.Command(
            "select id, key, label from score_keys where tenant_id = $1 and key = any($2)", tenantId, texts);
        var stored = (await select.ReadAllAsync(Key, cancellation)).ToDictionary(key => key.Key.Text, StringComparer.Ordinal);
        await transaction.CommitAsync(cancellation);
        return Array.ConvertAll(texts, text => stored[text]);
    }

    private static async Task<TenantPut> ChangeAsync(
        NpgsqlConnection connection, Tenant known, TenantRequest request, CancellationToken cancellation)
    {
        if (request.IdKey is not null && !request.IdKey.AsSpan().SequenceEqual(known.IdKey))
            return TenantPut.IdKeyFixed;
        if (request.TimeZone is null || request.TimeZone.Id == known.TimeZone.Id)
            return TenantPut.Existing;

        // With the partitions' rows locked no first response can slip in between the question and the change.
        await using (var turn = connection.Command("select 1 from partitions where tenant_id = $1 order by partition for no key update", known.Id))
            await turn.ExecuteNonQueryAsync(cancellation);
        await using var change = connection.Command(
            "update tenants set time_zone = $2 where id = $1 and not exists (select from responses where tenant_id = $1)",
            known.Id,
            request.TimeZone.Id);
        if (await change.ExecuteNonQueryAsync(cancellation) == 0)
            return TenantPut.TimeZoneFixed;
        known.TimeZone = request.TimeZone;
        return TenantPut.Existing;
    }

    private static StoredKey Key(NpgsqlDataReader row) =>
        ScoreKey.TryParse(row.GetString(1), out var key, out var fault)
            ? new StoredKey(row.GetInt32(0), key.WithLabel(row.GetString(2)))
            : throw new InvalidOperationException($"The stored key {row.GetInt32(0)} is malformed: {fault}");

    private static Tenant Tenant(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        row.GetString(1),
        row.GetString(2),
        TimeZoneInfo.FindSystemTimeZoneById(row.GetString(3)),
        row.GetFieldValue<byte[]>(4),
        row.GetInt16(5));
}
