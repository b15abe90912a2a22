using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage.Sqlite;

namespace NpsRealtime.Storage;

/// <summary>Makes the store that the options name.</summary>
public static class ResponseStores
{
    /// <exception cref="StartupException">The options name a database that this build does not know.</exception>
    public static IResponseStore Create(StoreOptions options) => string.IsNullOrWhiteSpace(options.Postgres)
        ? new SqliteResponseStore(Path.GetFullPath(options.Sqlite))
        : throw new StartupException("This build has no PostgreSQL store yet. Leave out --Store:Postgres to use SQLite.");
}
