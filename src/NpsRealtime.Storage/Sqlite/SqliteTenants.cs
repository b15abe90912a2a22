using System.Security.Cryptography;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Tenants and their score keys.</summary>
internal static class SqliteTenants
{
    private const string Columns = "id, name, label, time_zone, id_key, partitions";

    public static Tenant? Find(SqliteSession session, string name)
    {
        var statement = session.Statement($"select {Columns} from tenants where name = ?1").Bind(1, name);
        if (!statement.Read())
            return null;
        var tenant = Tenant(statement);
        statement.Reset();
        return tenant;
    }

    public static IReadOnlyList<Tenant> List(SqliteSession session)
    {
        var tenants = new List<Tenant>();
        var statement = session.Statement($"select {Columns} from tenants where name not like '~%' order by name");
        while (statement.Read())
            tenants.Add(Tenant(statement));
        return tenants;
    }

    public static (TenantPut Outcome, Tenant Tenant) Put(SqliteSession session, TenantRequest request, int partitions)
    {
        if (Find(session, request.Name.Text) is { } known)
            return Change(session, known, request);
        session.Statement("insert into tenants (name, label, time_zone, id_key, partitions) values (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, request.Name.Text)
            .Bind(2, request.Name.Label)
            .Bind(3, (request.TimeZone ?? TimeZoneInfo.Utc).Id)
            .Bind(4, request.IdKey ?? RandomNumberGenerator.GetBytes(Scoring.Tenants.Tenant.IdKeyBytes))
            .Bind(5, partitions)
            .Run();
        return (TenantPut.Created, Find(session, request.Name.Text)!);
    }

    public static IReadOnlyList<StoredKey> Keys(SqliteSession session, int tenantId, int afterId)
    {
        var keys = new List<StoredKey>();
        var statement = session.Statement("select id, key, label from score_keys where tenant_id = ?1 and id > ?2 order by id")
            .Bind(1, tenantId).Bind(2, afterId);
        while (statement.Read())
            keys.Add(Key(statement));
        return keys;
    }

    public static IReadOnlyList<StoredKey> AddKeys(SqliteSession session, int tenantId, IReadOnlyList<ScoreKey> keys)
    {
        var added = new List<StoredKey>(keys.Count);
        foreach (var key in keys)
        {
            session.Statement("""
                insert into score_keys (tenant_id, id, key, label)
                values (?1, (select coalesce(max(id), 0) + 1 from score_keys where tenant_id = ?1), ?2, ?3)
                on conflict (tenant_id, key) do nothing
                """).Bind(1, tenantId).Bind(2, key.Text).Bind(3, key.Label).Run();
            var statement = session.Statement("select id, key, label from score_keys where tenant_id = ?1 and key = ?2")
                .Bind(1, tenantId).Bind(2, key.Text);
            statement.Read();
            added.Add(Key(statement));
            statement.Reset();
        }

        return added;
    }

    private static (TenantPut Outcome, Tenant Tenant) Change(SqliteSession session, Tenant known, TenantRequest request)
    {
        if (request.IdKey is not null && !request.IdKey.AsSpan().SequenceEqual(known.IdKey))
            return (TenantPut.IdKeyFixed, known);
        if (request.TimeZone is null || request.TimeZone.Id == known.TimeZone.Id)
            return (TenantPut.Existing, known);
        var any = session.Statement("select 1 from responses where tenant_id = ?1 limit 1").Bind(1, known.Id);
        var hasResponses = any.Read();
        any.Reset();
        if (hasResponses)
            return (TenantPut.TimeZoneFixed, known);
        session.Statement("update tenants set time_zone = ?2 where id = ?1").Bind(1, known.Id).Bind(2, request.TimeZone.Id).Run();
        known.TimeZone = request.TimeZone;
        return (TenantPut.Existing, known);
    }

    private static StoredKey Key(SqliteStatement statement) =>
        ScoreKey.TryParse(statement.Text(1), out var key, out var fault)
            ? new StoredKey(statement.Int(0), key.WithLabel(statement.Text(2)!))
            : throw new InvalidOperationException($"The stored key {statement.Int(0)} is malformed: {fault}");

    private static Tenant Tenant(SqliteStatement statement) => new(
        statement.Int(0),
        statement.Text(1)!,
        statement.Text(2)!,
        TimeZoneInfo.FindSystemTimeZoneById(statement.Text(3)!),
        statement.Blob(4).ToArray(),
        statement.Int(5));
}
