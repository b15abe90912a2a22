using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class SqliteWatchTests : WatchContract<LocalEngineOnSqlite>;
