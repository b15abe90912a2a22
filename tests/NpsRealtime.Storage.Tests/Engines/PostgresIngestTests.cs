using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class PostgresIngestTests : IngestContract<LocalEngineOnPostgres>;
