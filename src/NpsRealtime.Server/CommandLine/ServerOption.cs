using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NpsRealtime.Scoring;
using NpsRealtime.Server.Node;
using NpsRealtime.Storage;
using NpsRealtime.Web;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.RateLimits;
using NpsRealtime.Web.Demo;

namespace NpsRealtime.Server.CommandLine;

/// <summary>One option of this program, as the classes of options tell it.</summary>
/// <param name="Name">How it is set on the command line, as in <c>Store:Sqlite</c>.</param>
/// <param name="Default">What it is when nothing is set; empty when that is nothing.</param>
/// <param name="Range">The least and the most it can be set to; null when it is no number.</param>
/// <param name="Doc">What it means, out of the documentation file that lies beside the program.</param>
internal sealed partial record ServerOption(string Name, string Default, string? Range, string Doc)
{
    private static readonly (string Section, object Defaults)[] Sections =
    [
        (StoreOptions.Section, new StoreOptions()),
        (NodeOptions.Section, new NodeOptions()),
        (AccessOptions.Section, new AccessOptions()),
        (ScoringOptions.Section, new ScoringOptions()),
        (WebOptions.Section, new WebOptions()),
        (RateLimitOptions.Section, new RateLimitOptions()),
        (DemoOptions.Section, new DemoOptions()),
    ];

    /// <summary>Every option of the program's own.</summary>
    public static IReadOnlyList<ServerOption> All { get; } = [.. Sections.SelectMany(section => Of(section.Section, section.Defaults))];

    /// <summary>The names of the sections, under which only these options stand.</summary>
    public static IEnumerable<string> SectionNames => Sections.Select(section => section.Section);

    private static IEnumerable<ServerOption> Of(string section, object defaults)
    {
        var docs = new Lazy<Dictionary<string, string>>(() => Docs(defaults.GetType().Assembly));
        foreach (var property in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var range = property.GetCustomAttribute<RangeAttribute>();
            yield return new ServerOption(
                $"{section}:{property.Name}",
                FormattableString.Invariant($"{property.GetValue(defaults)}"),
                range is null ? null : FormattableString.Invariant($"{range.Minimum} to {range.Maximum}"),
                docs.Value.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}", ""));
        }
    }

    private static Dictionary<string, string> Docs(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(
                member => member.Attribute("name")?.Value ?? "",
                member => Spaces().Replace(string.Concat(member.Element("summary")?.Nodes().Select(TextOf) ?? []), " ").Trim())
            : [];
    }

    // What a sentence of documentation refers to stands in an attribute.
    private static string TextOf(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? "").Split('.')[^1],
        XElement element => element.Value,
        _ => node.ToString(),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
