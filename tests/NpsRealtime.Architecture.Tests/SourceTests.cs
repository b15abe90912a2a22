using System.Text.RegularExpressions;

namespace NpsRealtime.Architecture.Tests;

/// <summary>How sources are cut and named.</summary>
public partial class SourceTests
{
    /// <summary>Where requests and answers of endpoints stand.</summary>
    private static readonly string[] Families = ["src/NpsRealtime.Web/", "src/NpsRealtime.Cli/Server/"];

    private const int LinesMax = 400;

    private static readonly string[] BannedEndings = ["Manager", "Helper", "Helpers", "Utils", "Util", "Data", "Info"];

    [Fact]
    public void Files_Any_HaveOneIdea() =>
        Repository.Sources
            .Select(path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines >= LinesMax)
            .ShouldBeEmpty($"a file of {LinesMax} lines has two ideas in it");

    /// <summary>The records of one endpoint family may stand with the first of them; everywhere else a file holds one type.</summary>
    [Fact]
    public void Files_Any_AreNamedAfterTheirFirstTypeAndHoldNoOther()
    {
        var faults = new List<string>();
        foreach (var path in Repository.Sources.Where(path => Path.GetFileName(path) is not ("Program.cs" or "AssemblyInfo.cs" or "GlobalUsings.cs")))
        {
            var names = TopLevelType().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value).Distinct().ToList();
            if (names is not [var first, .. var others] || first != FirstPart(path) || (others.Count > 0 && !MayHoldSeveral(path)))
                faults.Add($"{Repository.Relative(path)} holds {(names.Count == 0 ? "no type" : string.Join(", ", names))}");
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Types_Any_AreNamedForWhatTheyAre() =>
        Repository.Sources
            .SelectMany(path => AnyType().Matches(File.ReadAllText(path)).Select(match => (Path: Repository.Relative(path), Name: match.Groups["name"].Value)))
            .Where(type => BannedEndings.Any(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)))
            .ShouldBeEmpty("these endings say nothing about what a type is");

    [Fact]
    public void Logs_OfAProject_StandInOneFile() =>
        Repository.Sources
            .Where(path => Repository.Relative(path).StartsWith("src/", StringComparison.Ordinal) && Path.GetFileName(path) != "Log.cs")
            .Where(path => LogMessage().IsMatch(File.ReadAllText(path)))
            .Select(Repository.Relative)
            .ShouldBeEmpty("log messages stand in the project's Log.cs");

    private static bool MayHoldSeveral(string path) => Array.Exists(
        Families, folder => Repository.Relative(path).StartsWith(folder, StringComparison.Ordinal));

    /// <summary>A partial type may be spread as <c>Type.Part.cs</c>.</summary>
    private static string FirstPart(string path) => Path.GetFileName(path).Split('.')[0];

    // Namespaces are file-scoped here, so whatever begins in the first column is at the top level.
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)|^(?:(?:public|internal)\s+)delegate\s+[^(=;]*?(?<name>\w+)\s*(?:<[^>]*>)?\(", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex AnyType();

    [GeneratedRegex(@"^\s*\[LoggerMessage\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex LogMessage();
}
