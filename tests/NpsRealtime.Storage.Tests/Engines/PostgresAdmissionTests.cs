using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Storage.Tests.Engines;

public sealed class PostgresAdmissionTests : AdmissionContract<LocalEngineOnPostgres>;
