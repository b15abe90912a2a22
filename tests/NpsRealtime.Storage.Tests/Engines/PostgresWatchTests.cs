using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class PostgresWatchTests : WatchContract<LocalEngineOnPostgres>;
