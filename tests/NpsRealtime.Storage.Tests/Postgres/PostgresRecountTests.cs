using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresRecountTests : RecountContract<PostgresDatabase>;
