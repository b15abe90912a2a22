using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class PostgresLimitTests : LimitContract<LocalEngineOnPostgres>;
