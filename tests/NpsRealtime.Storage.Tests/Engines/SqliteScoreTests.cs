using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class SqliteScoreTests : ScoreContract<LocalEngineOnSqlite>;
