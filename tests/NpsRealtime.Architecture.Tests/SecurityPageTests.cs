using System.Text.RegularExpressions;

namespace NpsRealtime.Architecture.Tests;

/// <summary>The security page names tests and types as proof; a renamed one must not leave it claiming what nobody can look up.</summary>
public partial class SecurityPageTests
{
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
        var sources = Repository.Sources.Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);

        // Types of the framework and settings, which have no file of their own here.
        string[] others = ["RandomNumberGenerator", "NuGetAudit", "Server"];
        NamedType().Matches(Page()).Select(match => match.Groups["type"].Value).Except(others)
            .Where(type => !sources.Contains(type)).ShouldBeEmpty();
    }

    private static string Page() => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "security.md"));

    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)\.(?<method>\w+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedTest();

    [GeneratedRegex("`(?<type>[A-Z][A-Za-z]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedType();
}
