using System.Data.Common;
using NpsRealtime.Scoring;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Storage.Postgres.Ownership;

namespace NpsRealtime.Storage.Cluster;

/// <summary>
/// The tables by which the nodes of a cluster find each other and keep the state of long-lived agents, in a schema beside the store's.
/// </summary>
public static class ClusterTables
{
    private const string Suffix = "_cluster";

    /// <summary>
    /// Applies what the database lacks, one process at a time, and returns where connections to the tables come from. Their names stand alone in
    /// Orleans' statements, and the schema can't be a parameter of the session's beginning, since poolers refuse it: each session sets it.
    /// </summary>
    /// <exception cref="StartupException">The database can't be used, or its tables are newer than this program.</exception>
    public static async Task<DbDataSource> PrepareAsync(string connectionString, string storeSchema, CancellationToken cancellation)
    {
        var schema = PostgresSchema.Checked(storeSchema) + Suffix;
        var sessions = new PostgresSessions(connectionString, schema, "NpsRealtime cluster");
        try
        {
            await using var connection = await sessions.OpenAsync(cancellation);
            if (!await PostgresSessionProof.IsOwnAsync(sessions, connection, cancellation))
                throw new StartupException(PostgresSessionProof.Refusal);
            await PostgresSchema.ApplyAsync(connection, schema, "Cluster", cancellation);
            return sessions.Source;
        }
        catch (Exception failure)
        {
            await sessions.DisposeAsync();
            throw PostgresFaults.IsOfDatabase(failure) ? PostgresFaults.Unusable(failure) : failure;
        }
    }
}
