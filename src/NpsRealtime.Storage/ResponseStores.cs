using NpsRealtime.Scoring;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage;

/// <summary>Makes the store that the options name.</summary>
public static class ResponseStores
{
    /// <exception cref="StartupException">An option is malformed.</exception>
    public static IDatabase Create(StoreOptions options) => string.IsNullOrWhiteSpace(options.Postgres)
        ? new SqliteResponseStore(Path.GetFullPath(options.Sqlite))
        : new PostgresResponseStore(options.Postgres, options.PostgresSchema);
}
