using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresTenantTests : TenantContract<PostgresDatabase>;
