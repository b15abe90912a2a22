using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresRecordTests : RecordContract<PostgresDatabase>;
