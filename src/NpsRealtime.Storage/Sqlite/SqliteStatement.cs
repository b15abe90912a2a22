using System.Buffers;
using System.Text;
using NpsRealtime.Scoring.Responses;
using SQLitePCL;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>
/// A prepared statement on SQLite's own interface. The provider's commands look parameters up by name and box each value, which
/// costs as much as the insert itself; the write path binds by place.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string text)
    {
        _database = database;
        var code = raw.sqlite3_prepare_v3(database, text, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (code != raw.SQLITE_OK)
            throw SqliteFaults.Of(database, code);
    }

    public SqliteStatement Bind(int place, long value)
    {
        raw.sqlite3_bind_int64(_statement, place, value);
        return this;
    }

    public SqliteStatement BindNull(int place)
    {
        raw.sqlite3_bind_null(_statement, place);
        return this;
    }

    public SqliteStatement Bind(int place, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_statement, place, value);
        return this;
    }

    public SqliteStatement Bind(int place, IdHash hash)
    {
        Span<byte> bytes = stackalloc byte[IdHash.Bytes];
        hash.Write(bytes);
        return Bind(place, bytes);
    }

    public SqliteStatement Bind(int place, string? text)
    {
        if (text is null)
            return BindNull(place);
        const int OnStackMax = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= OnStackMax)
        {
            Span<byte> bytes = stackalloc byte[OnStackMax];
            raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
            return this;
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        raw.sqlite3_bind_text(_statement, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>Runs a statement that returns no row, and makes it ready again.</summary>
    public void Run()
    {
        var code = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw SqliteFaults.Of(_database, code);
    }

    /// <summary>Runs a statement that changes rows and returns how many it changed.</summary>
    public int RunCounting()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Steps to the next row. After the last one the statement is ready again.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(_statement);
        return code == raw.SQLITE_DONE ? false : throw SqliteFaults.Of(_database, code);
    }

    /// <summary>Makes the statement ready again before its last row was read.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a column, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public IdHash Hash(int column) => IdHash.Read(Blob(column));

    public void Dispose() => _statement.Dispose();
}
