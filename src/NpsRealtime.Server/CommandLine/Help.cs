using System.Text;

namespace NpsRealtime.Server.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    private const int Width = 110;

    private const string Usage =
        """
        NpsRealtime: a live Net Promoter Score service.

          NpsRealtime.Server                                     one machine; responses are kept in data/nps.db
          NpsRealtime.Server --Store:Sqlite=PATH                 the same, in another file
          NpsRealtime.Server --Store:Postgres="Host=...;..."     a member of the cluster on that database; start it again to have two
          NpsRealtime.Server --Store:Postgres=... --role gateway HTTP only, for a cluster
          NpsRealtime.Server --demo                              five weeks of history and live traffic, on a throw-away database

          --urls http://127.0.0.1:5080   where to listen, several with ; between them
          --open                         asks for no key; on this machine alone
          --role silo|gateway            a gateway hosts no scores
          --help                         this

        Each option may also stand in the environment (Store__Postgres) or in appsettings.json. All of them, each with its default and range:

        """;

    /// <summary>The whole text.</summary>
    public static string Text()
    {
        var text = new StringBuilder(Usage);
        foreach (var option in ServerOption.All)
        {
            var value = option.Default.Length > 0 ? "=" + option.Default : "";
            text.Append("\n  --").Append(option.Name).Append(value).Append(option.Range is null ? "" : $"  ({option.Range})").Append('\n');
            foreach (var line in Lines(option.Doc))
                text.Append("      ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(string doc)
    {
        var line = new StringBuilder();
        foreach (var word in doc.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }
}
