using System.Diagnostics.CodeAnalysis;

namespace NpsRealtime.Storage;

/// <summary>Which database keeps the responses.</summary>
public sealed class StoreOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Store";

    /// <summary>The path of the SQLite file; relative to the folder in which the program is started.</summary>
    public string Sqlite { get; set; } = "data/nps.db";

    /// <summary>A PostgreSQL connection string; when there is one, it is used instead of SQLite.</summary>
    public string? Postgres { get; set; }

    /// <summary>The PostgreSQL schema that holds the store; made when it is not there. Another schema is another store.</summary>
    public string PostgresSchema { get; set; } = "nps";

    /// <summary>Whether several processes may use the database: PostgreSQL, and not a file.</summary>
    [MemberNotNullWhen(true, nameof(Postgres))]
    public bool IsShared => !string.IsNullOrWhiteSpace(Postgres);
}
