using System.Globalization;
using System.Text.RegularExpressions;

namespace NpsRealtime.Architecture.Tests;

/// <summary>The security page names tests and types as proof; a renamed one must not leave it claiming what nobody can look up.</summary>
public partial class SecurityPageTests
{
    /// <summary>The lines of OWASP ASVS 4.0.3 that levels 1 and 2 ask for: section and numbers.</summary>
    private const string LinesOfLevels1And2 = """
        1.1:1-7 1.2:1-4 1.4:1,4-5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2 1.14:1-6 2.1:1-12 2.2:1-3
        2.3:1-3 2.4:1-5 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4 3.1:1 3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1 4.1:1-3,5
        4.2:1-2 4.3:1-3 5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3 5.5:1-4 6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2 7.1:1-4 7.2:1-2 7.3:1,3-4
        7.4:1-3 8.1:1-4 8.2:1-3 8.3:1-8 9.1:1-3 9.2:1-4 10.2:1-2 10.3:1-3 11.1:1-8 12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2
        12.6:1 13.1:1,3-5 13.2:1-3,5-6 13.3:1-2 13.4:1-2 14.1:1-4 14.2:1-6 14.3:2-3 14.4:1-7 14.5:1-4
        """;

    [Fact]
    public void EveryTestThatItNames_Exists()
    {
        var sources = Repository.Sources.ToLookup(Path.GetFileNameWithoutExtension);
        var named = NamedTest().Matches(Page()).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).ToList();

        named.Count.ShouldBeGreaterThan(30);
        named.Where(test => !sources[test.Class].Any(path => File.ReadAllText(path!).Contains($" {test.Method}(", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void EveryTypeThatItNames_Exists()
    {
        var declared = Repository.Sources.SelectMany(path => DeclaredType().Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        // Types of the framework and settings, which are not declared here.
        string[] others = ["RandomNumberGenerator", "NuGetAudit", "DELETE"];
        NamedType().Matches(Page()).Select(match => match.Groups["type"].Value).Except(others)
            .Where(type => !declared.Contains(type)).ShouldBeEmpty();
    }

    [Fact]
    public void EveryFileThatItNames_Exists()
    {
        var named = NamedFile().Matches(Page()).Select(match => match.Groups["path"].Value).ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Where(path => !File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path))).ShouldBeEmpty();
    }

    [Fact]
    public void EveryLineOfTheStandard_IsAnsweredOnce()
    {
        var wanted = LinesOfLevels1And2.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(LinesOf).ToList();

        var answered = Rows().Matches(Page()).SelectMany(row => AnsweredLine().Matches(row.Groups["lines"].Value)).SelectMany(Answered).ToList();

        answered.Except(wanted).ShouldBeEmpty("the standard has no such line on these levels");
        wanted.Except(answered).ShouldBeEmpty("left out");
        answered.GroupBy(line => line).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty("answered twice");
    }

    private static IEnumerable<string> LinesOf(string section)
    {
        var (name, ranges) = (section[..section.IndexOf(':', StringComparison.Ordinal)], section[(section.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        return ranges.Split(',').Select(range => range.Split('-')).SelectMany(ends => Between(name, ends[0], ends[^1]));
    }

    private static IEnumerable<string> Answered(Match line)
    {
        var first = line.Groups["first"].Value;
        var last = line.Groups["last"].Success ? line.Groups["last"].Value : first;
        return Between(first[..first.LastIndexOf('.')], first[(first.LastIndexOf('.') + 1)..], last[(last.LastIndexOf('.') + 1)..]);
    }

    private static IEnumerable<string> Between(string section, string first, string last)
    {
        var (from, to) = (int.Parse(first, CultureInfo.InvariantCulture), int.Parse(last, CultureInfo.InvariantCulture));
        return Enumerable.Range(from, to - from + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"{section}.{number}"));
    }

    private static string Page() => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "security.md"));

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+(?<name>[A-Z]\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)\.(?<method>\w+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedTest();

    [GeneratedRegex("`(?<type>[A-Z][A-Za-z0-9]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedType();

    [GeneratedRegex(@"`(?<path>(?:src|tests|deploy|\.ci)/[\w./-]+|[\w.]+\.(?:md|props))`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^\| (?<lines>\d[^|]*) \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"(?<first>\d+\.\d+\.\d+)(?: to (?<last>\d+\.\d+\.\d+))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnsweredLine();
}
