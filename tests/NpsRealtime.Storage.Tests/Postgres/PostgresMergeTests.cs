using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresMergeTests : MergeContract<PostgresDatabase>;
