using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class PostgresEnduranceTests : EnduranceContract<LocalEngineOnPostgres>;
