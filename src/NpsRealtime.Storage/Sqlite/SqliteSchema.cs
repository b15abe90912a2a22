using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>Brings a database file to the schema of this program. <c>user_version</c> is the last script that was applied.</summary>
internal static class SqliteSchema
{
    public static void Apply(SqliteSession session, string path)
    {
        var scripts = SchemaScript.Of("Sqlite");
        var present = session.Number("pragma user_version");
        if (present > scripts[^1].Number)
        {
            throw new StartupException(
                $"The database {path} has schema {present}, and this program knows schemas up to {scripts[^1].Number}. Start the newer program that made it, or name another file with --Store:Sqlite=PATH.");
        }

        foreach (var script in scripts.Where(script => script.Number > present))
        {
            session.Write(session =>
            {
                session.Execute(script.Text);
                session.Execute($"pragma user_version = {script.Number}");
                return true;
            });
        }
    }
}
