using System.CommandLine;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>The option that names a tenant.</summary>
internal static class TenantOption
{
    public static Option<string> Required(string description) =>
        new("--tenant") { Description = description, HelpName = "NAME", Required = true };

    public static Option<string?> Optional(string description) => new("--tenant") { Description = description, HelpName = "NAME" };
}
