using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class SqliteIngestTests : IngestContract<LocalEngineOnSqlite>;
