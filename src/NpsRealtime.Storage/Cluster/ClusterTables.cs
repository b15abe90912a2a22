using System.Data.Common;
using Npgsql;
using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Cluster;

/// <summary>
/// The tables by which the nodes of a cluster find each other and keep the state of long-lived agents, in a schema beside the store's.
/// Our own numbered scripts, each applied once.
/// </summary>
public static class ClusterTables
{
    private const string Suffix = "_cluster";

    /// <summary>Applies what the database lacks, one process at a time, and returns the connection string that leads to the tables.</summary>
    /// <exception cref="StartupException">The database can't be used, or its tables are newer than this program.</exception>
    public static async Task<string> PrepareAsync(string connectionString, string storeSchema, CancellationToken cancellation)
    {
        var schema = storeSchema + Suffix;
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await ApplyAsync(connection, schema, cancellation);
            return Leading(connectionString, schema);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or ArgumentException or IOException)
        {
            throw new StartupException(
                $"The database of --Store:Postgres can't be used: {(failure as PostgresException)?.MessageText ?? failure.Message} Check that PostgreSQL runs, that the connection string names the right host, database, user and password, and that this user may create a schema there.",
                failure);
        }
    }

    /// <summary>The same database, with the cluster's tables first, and without Orleans waiting half a minute for a lost server.</summary>
    private static string Leading(string connectionString, string schema)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = schema, Timeout = 5, CommandTimeout = 5 };
        builder.ApplicationName ??= "NpsRealtime cluster";
        return builder.ToString();
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        var scripts = SchemaScript.Of("Cluster");
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(
            connection,
            $"""
            select pg_advisory_xact_lock(hashtextextended('NpsRealtime cluster schema', 0));
            set local client_min_messages = warning;
            create schema if not exists "{schema}";
            set local search_path = "{schema}";
            create table if not exists schema_scripts (number integer primary key, name text not null, applied_at timestamptz not null default now())
            """,
            cancellation);
        var present = await PresentAsync(connection, cancellation);
        if (present > scripts[^1].Number)
        {
            throw new StartupException(
                $"The schema {schema} of the database {connection.Database} has version {present}, and this program knows versions up to {scripts[^1].Number}. Start the newer program that made it.");
        }

        foreach (var script in scripts.Where(script => script.Number > present))
        {
            await ExecuteAsync(connection, script.Text, cancellation);
            await using var note = new NpgsqlCommand("insert into schema_scripts (number, name) values ($1, $2)", connection)
            {
                Parameters = { new() { Value = script.Number }, new() { Value = script.Name } },
            };
            await note.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task<int> PresentAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(number), 0) from schema_scripts", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
