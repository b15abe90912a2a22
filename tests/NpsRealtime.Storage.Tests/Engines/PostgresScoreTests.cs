using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class PostgresScoreTests : ScoreContract<LocalEngineOnPostgres>;
