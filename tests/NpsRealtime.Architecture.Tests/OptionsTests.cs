using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NpsRealtime.Scoring;

namespace NpsRealtime.Architecture.Tests;

/// <summary>Every option carries its default, its range and its meaning together.</summary>
public partial class OptionsTests
{
    [Fact]
    public void ScoringOptions_EveryProperty_HasARangeThatHoldsItsDefault()
    {
        var defaults = new ScoringOptions();
        foreach (var property in Properties())
        {
            var range = property.GetCustomAttribute<RangeAttribute>().ShouldNotBeNull(property.Name);
            range.IsValid(property.GetValue(defaults)).ShouldBeTrue($"the default of {property.Name} is outside {range.Minimum} to {range.Maximum}");
        }
    }

    [Fact]
    public void ScoringOptions_EveryProperty_SaysWhatItMeans()
    {
        var comments = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "NpsRealtime.Scoring.xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")?.Value.Trim() ?? "");
        foreach (var property in Properties())
        {
            comments.TryGetValue($"P:{property.DeclaringType!.FullName}.{property.Name}", out var comment).ShouldBeTrue(property.Name);
            comment!.Length.ShouldBeGreaterThan(10, property.Name);
        }
    }

    [Fact]
    public void Options_NumbersOfAnyProject_HaveARangeAndAComment()
    {
        var faults = new List<string>();
        foreach (var path in Repository.Sources.Where(path => path.EndsWith("Options.cs", StringComparison.Ordinal) && Repository.Relative(path).StartsWith("src/", StringComparison.Ordinal)))
        {
            var lines = File.ReadAllLines(path);
            for (var index = 0; index < lines.Length; index++)
            {
                if (NumberProperty().Match(lines[index]) is not { Success: true } property)
                    continue;
                var above = lines[..index].Reverse().TakeWhile(line => line.Trim().Length > 0 && line.Trim() is not ("{" or "}")).ToList();
                if (!above.Any(line => line.Contains("[Range(", StringComparison.Ordinal)) || !above.Any(line => line.Contains("///", StringComparison.Ordinal)))
                    faults.Add($"{Repository.Relative(path)}: {property.Groups["name"].Value}");
            }
        }

        faults.ShouldBeEmpty("a number among the options has a [Range] and a doc comment above it");
    }

    private static PropertyInfo[] Properties() => typeof(ScoringOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [GeneratedRegex(@"^\s*public\s+(?:int|long|double|decimal|TimeSpan)\s+(?<name>\w+)\s*\{\s*get;\s*(?:set|init);", RegexOptions.CultureInvariant)]
    private static partial Regex NumberProperty();
}
