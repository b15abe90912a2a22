using System.CommandLine;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<Uri> Server = new("--server")
    {
        Description = "The server's address",
        HelpName = "URL",
        Recursive = true,
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
                return address;
            result.AddError("--server takes an address such as http://127.0.0.1:5080.");
            return null;
        },
    };

    public static readonly Option<string?> Key = new("--key")
    {
        Description = "The key to the server (default: the variable NPS_KEY, which other users of this machine can't see in its list of processes)",
        HelpName = "KEY",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON for machines",
        Recursive = true,
    };

    /// <summary>The key that a command was given. Not as the option's default, which the help would print.</summary>
    public static string? KeyOf(ParseResult parsed) => parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("NPS_KEY");
}
