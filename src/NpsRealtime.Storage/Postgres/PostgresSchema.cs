using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Postgres;

/// <summary>
/// Brings a database to the schema of this program: numbered scripts, each once, one process at a time. Scripts only ever add
/// (or take away an index), so that the version before still works beside the new one.
/// </summary>
internal static partial class PostgresSchema
{
    private const int ServerVersionMin = 150_000;

    /// <summary>The name of a store's schema. PostgreSQL cuts names to 63 bytes, and the cluster's tables stand in another one with a longer name.</summary>
    /// <exception cref="StartupException">The name can't be a schema's name.</exception>
    public static string Checked(string name) => Name().IsMatch(name)
        ? name
        : throw new StartupException($"--Store:PostgresSchema={name} is no name for a schema: use lower-case letters, digits and _, a letter first, at most 55 characters.");

    /// <summary>Applies what the database lacks.</summary>
    /// <param name="connection">A connection whose names are the schema's.</param>
    /// <param name="schema">The schema; made when it is not there.</param>
    /// <param name="folder">The folder of the scripts.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="StartupException">The schema is newer than this program, or the server is too old.</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, string schema, string folder, CancellationToken cancellation)
    {
        var version = await NumberAsync(connection, "select current_setting('server_version_num')::int", cancellation);
        if (version < ServerVersionMin)
            throw new StartupException($"The database server is PostgreSQL {version / 10_000}; NpsRealtime needs 15 or newer.");
        var scripts = SchemaScript.Of(folder);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, "set local statement_timeout = 0; set local lock_timeout = 0; select pg_advisory_xact_lock(hashtextextended($$NpsRealtime schema$$, 0))", cancellation);
        await MakeAsync(connection, schema, cancellation);
        var present = await NumberAsync(connection, "select coalesce(max(number), 0) from schema_scripts", cancellation);
        if (present > scripts[^1].Number)
        {
            throw new StartupException(
                $"The schema {schema} of the database {connection.Database} has version {present}, and this program knows versions up to {scripts[^1].Number}. Start the newer program that made it, or name another schema with --Store:PostgresSchema.");
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

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,54}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();

    /// <summary>Makes the schema and its table of scripts when they are not there; asking first, since making needs a right that using does not.</summary>
    private static async Task MakeAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        if (await NumberAsync(connection, $"select count(*)::int from pg_namespace where nspname = '{schema}'", cancellation) == 0)
            await ExecuteAsync(connection, $"create schema \"{schema}\"", cancellation);
        if (await NumberAsync(connection, $"select count(*)::int from pg_tables where schemaname = '{schema}' and tablename = 'schema_scripts'", cancellation) > 0)
            return;
        await ExecuteAsync(
            connection, "create table schema_scripts (number integer primary key, name text not null, applied_at timestamptz not null default now())", cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0, AllResultTypesAreUnknown = true };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<int> NumberAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }
}
