using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NpsRealtime.Storage;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The baseline: a bare loop of one prepared insert into the responses table of the real schema, with the real settings and the
/// same batch size, values at hand, and nothing else: no HTTP, no parsing, no duplicates, no tallies.
/// </summary>
internal static class BareSqlite
{
    /// <summary>
    /// Rows a second: into the empty table, and into the table that holds <paramref name="first"/> already, as the service's does when
    /// it is measured. The index is on random hashes, so each row costs more the more there are.
    /// </summary>
    public static (double IntoEmpty, double IntoSame) Run(string path, IReadOnlyList<byte[]> first, IReadOnlyList<byte[]> bodies)
    {
        var (firstBatches, batches) = (first.Select(Rows).ToArray(), bodies.Select(Rows).ToArray());
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        foreach (var setting in (string[])["journal_mode = wal", "synchronous = full", "secure_delete = on", "wal_autocheckpoint = 4000", "cache_size = 16384"])
            Execute(connection, "pragma " + setting);
        foreach (var script in SchemaScript.Of("Sqlite"))
            Execute(connection, script.Text);
        using var insert = Prepare(connection);
        return (Insert(connection, insert, firstBatches), Insert(connection, insert, batches));
    }

    private static double Insert(SqliteConnection connection, SqliteCommand insert, object[][][] batches)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var rows in batches)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in rows)
            {
                for (var place = 0; place < row.Length; place++)
                    insert.Parameters[place].Value = row[place];
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return batches.Sum(rows => rows.Length) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static SqliteCommand Prepare(SqliteConnection connection)
    {
        var insert = connection.CreateCommand();
        insert.CommandText = """
            insert into responses (tenant_id, id_hash, partition, fingerprint, score, key_ids, responded_at, responded_at_sent,
                accepted_at, id, comment, customer_id, originals)
            values ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m)
            """;
        foreach (var name in "abcdefghijklm")
            insert.Parameters.Add(new SqliteParameter("$" + name, null));
        insert.Prepare();
        return insert;
    }

    private static object[][] Rows(byte[] body) => [.. System.Text.Encoding.UTF8.GetString(body)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line =>
        {
            var json = JsonSerializer.Deserialize<JsonElement>(line);
            var id = json.GetProperty("id").GetString()!;
            var hash = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(id))[..16];
            object comment = json.TryGetProperty("comment", out var text) ? text.GetString()! : DBNull.Value;
            var at = json.GetProperty("respondedAt").GetDateTimeOffset().ToUnixTimeMilliseconds();
            return new object[]
            {
                1, hash, 0, hash, json.GetProperty("score").GetInt32(), new byte[] { 1, 2, 3, 4 }, at, 1, at, id, comment, DBNull.Value, DBNull.Value,
            };
        })];

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
