using NpsRealtime.Contracts.Stores;

namespace NpsRealtime.Storage.Tests.Sqlite;

public sealed class SqliteDownsamplingTests : DownsamplingContract<SqliteDatabase>;
