using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class SqliteAdmissionTests : AdmissionContract<LocalEngineOnSqlite>;
