using NpsRealtime.Scoring;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage;

/// <summary>Makes the store that the options name.</summary>
public static class ResponseStores
{
    /// <param name="options">Which one, and where.</param>
    /// <param name="clusterId">The cluster whose members share it, when it is one that is shared.</param>
    /// <exception cref="StartupException">An option is malformed.</exception>
    public static IDatabase Create(StoreOptions options, string clusterId) => options.IsShared
        ? new PostgresResponseStore(options.Postgres, options.PostgresSchema, clusterId)
        : new SqliteResponseStore(Path.GetFullPath(options.Sqlite));
}
