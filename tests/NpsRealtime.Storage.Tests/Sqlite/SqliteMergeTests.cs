using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Sqlite;

public sealed class SqliteMergeTests : MergeContract<SqliteDatabase>;
