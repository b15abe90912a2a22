using NpsRealtime.Scoring;
using NpsRealtime.Server.Node;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Demo;

namespace NpsRealtime.Server.CommandLine;

/// <summary>
/// The command line, made into what the configuration reads. That knows only pairs: it would take the argument behind a switch for the
/// switch's value, and it takes any name for an option.
/// </summary>
internal static class Arguments
{
    /// <summary>Options of the framework that belong on this program's command line; below the last three anything may stand.</summary>
    private static readonly string[] OfFramework =
        ["urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts", "shutdownTimeoutSeconds", "Logging:", "Kestrel:", "OTEL_"];

    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["demo"] = $"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}",
        ["open"] = $"{AccessOptions.Section}:{nameof(AccessOptions.Open)}",
    };

    /// <summary>Whether somebody asks what there is to say.</summary>
    public static bool AskForHelp(IReadOnlyList<string> args) => args.Any(argument => argument is "--help" or "-h" or "-?" or "/?" or "help");

    /// <summary>The arguments as pairs of an option's whole name and its value.</summary>
    /// <exception cref="StartupException">An option is not known, or a value is missing; the message names the nearest one.</exception>
    public static string[] Expand(IReadOnlyList<string> args)
    {
        var expanded = new List<string>();
        for (var index = 0; index < args.Count; index++)
        {
            var (name, value) = Split(args[index]);
            if (Switches.TryGetValue(name, out var option))
            {
                expanded.Add($"--{option}={value ?? "true"}");
                continue;
            }

            option = name.Equals("role", StringComparison.OrdinalIgnoreCase) ? $"{NodeOptions.Section}:{nameof(NodeOptions.Role)}" : name;
            if (!IsKnown(option))
                throw new StartupException($"There is no option --{name}. {Nearest(name)}--help lists them all.");
            value ??= ++index < args.Count ? args[index] : throw new StartupException($"--{name} wants a value behind it, as in --{name}=VALUE.");
            expanded.Add($"--{option}={value}");
        }

        return [.. expanded];
    }

    /// <summary>Refuses what stands in a section of this program, in the environment or a settings file, and means nothing.</summary>
    /// <exception cref="StartupException">An option is not known.</exception>
    public static void RefuseUnknown(this IConfiguration configuration)
    {
        foreach (var section in ServerOption.SectionNames)
        {
            foreach (var child in configuration.GetSection(section).GetChildren().Where(child => !IsKnown(child.Path)))
                throw new StartupException($"There is no option {child.Path}, which the environment or a settings file sets. {Nearest(child.Path)}--help lists them all.");
        }
    }

    private static (string Name, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length < 3)
            throw new StartupException($"'{argument}' is no option: options begin with --. --help lists them all.");
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument[2..], null) : (argument[2..equals], argument[(equals + 1)..]);
    }

    private static bool IsKnown(string name) =>
        ServerOption.All.Any(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        || OfFramework.Any(option => option[^1] is ':' or '_'
            ? name.StartsWith(option, StringComparison.OrdinalIgnoreCase)
            : name.Equals(option, StringComparison.OrdinalIgnoreCase));

    private static string Nearest(string name)
    {
        var known = ServerOption.All.Select(option => option.Name).Concat(Switches.Keys).Concat(OfFramework).Append("role").Append("help");
        var (nearest, distance) = known.Select(option => (option, Distance(name, option))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? $"Did you mean --{nearest}? " : "";
    }

    /// <summary>How many letters have to be put in, taken out or changed (Levenshtein 1966), whatever their case.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var at = 1; at <= one.Length; at++)
        {
            var diagonal = row[0];
            row[0] = at;
            for (var place = 1; place <= other.Length; place++)
            {
                var same = char.ToUpperInvariant(one[at - 1]) == char.ToUpperInvariant(other[place - 1]) ? diagonal : diagonal + 1;
                diagonal = row[place];
                row[place] = Math.Min(same, Math.Min(row[place], row[place - 1]) + 1);
            }
        }

        return row[^1];
    }
}
