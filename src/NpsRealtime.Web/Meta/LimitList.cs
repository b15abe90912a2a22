using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NpsRealtime.Web.Meta;

/// <summary>
/// Lists the whole-number options of a class: the value and the default from the class itself, the range from its attribute, the
/// meaning from the documentation file that lies beside the assembly.
/// </summary>
internal static partial class LimitList
{
    public static IEnumerable<LimitAnswer> Of<T>(T options, string section)
        where T : new()
    {
        var defaults = new T();
        var docs = Docs(typeof(T).Assembly);
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
                continue;
            yield return new LimitAnswer(
                $"{section}:{property.Name}",
                Number(property.GetValue(options)),
                Number(property.GetValue(defaults)),
                Number(range.Minimum),
                Number(range.Maximum),
                docs.GetValueOrDefault($"P:{typeof(T).FullName}.{property.Name}", ""));
        }
    }

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Docs(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        if (!File.Exists(path))
            return [];
        return XDocument.Load(path).Descendants("member").ToDictionary(
            member => member.Attribute("name")?.Value ?? "",
            member => Spaces().Replace(member.Element("summary")?.Value ?? "", " ").Trim());
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
