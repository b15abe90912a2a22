using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class SqliteEnduranceTests : EnduranceContract<LocalEngineOnSqlite>;
