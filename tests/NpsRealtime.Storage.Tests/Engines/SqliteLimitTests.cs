using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class SqliteLimitTests : LimitContract<LocalEngineOnSqlite>;
