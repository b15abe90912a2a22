using System.Text.RegularExpressions;

namespace NpsRealtime.Architecture.Tests;

/// <summary>Nothing of the machine on which somebody works gets into the repository.</summary>
public partial class TrackedFileTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".ico", ".woff2", ".db", ".gz", ".zip", ".pdf"];

    /// <summary>Whose packages everybody can fetch.</summary>
    private static readonly string[] PublicRegistries = ["registry.npmjs.org", "api.nuget.org", "www.nuget.org"];

    [SkippableFact]
    public void Files_Tracked_NameNoFolderOfOneMachine() =>
        Lines().Where(line => FolderOfOneMachine().IsMatch(line.Text) || line.Text.Contains(Repository.Root, StringComparison.Ordinal))
            .Select(line => line.ToString())
            .ShouldBeEmpty("paths are relative to the repository, or to a temporary folder made at run time");

    [SkippableFact]
    public void Files_ThatNameRegistries_NameOnlyPublicOnes() =>
        Lines().Where(line => Path.GetFileName(line.Path).ToUpperInvariant() is "PACKAGE-LOCK.JSON" or "PACKAGES.LOCK.JSON" or "NUGET.CONFIG" or ".NPMRC" or "YARN.LOCK")
            .Where(line => line.Text.Contains("resolved", StringComparison.Ordinal) || !line.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            .Where(line => Host().Matches(line.Text).Any(match => !PublicRegistries.Contains(match.Groups["host"].Value, StringComparer.OrdinalIgnoreCase)))
            .Select(line => line.ToString())
            .ShouldBeEmpty("a clone elsewhere could not restore from there");

    [SkippableFact]
    public void Files_Tracked_NameNoPrivateHost() =>
        Lines().SelectMany(line => Host().Matches(line.Text).Select(match => (Line: line.ToString(), Host: match.Groups["host"].Value)))
            .Where(found => PrivateHost().IsMatch(found.Host))
            .ShouldBeEmpty();

    private static IEnumerable<TrackedLine> Lines()
    {
        var tracked = Repository.Tracked();
        Skip.If(tracked is null, "This is no git clone, so there are no tracked files to look at.");
        return tracked!
            .Where(path => !Binary.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .SelectMany(path => File.ReadLines(path).Select((text, index) => new TrackedLine(Repository.Relative(path), index + 1, text)));
    }

    [GeneratedRegex(@"(?<![\w.:/}\-])(?:/(?:home|Users|root|work|workspace|builds)/\w|[A-Z]:\\Users\\)", RegexOptions.CultureInvariant)]
    private static partial Regex FolderOfOneMachine();

    [GeneratedRegex(@"https?://(?:[^/@\s""]*@)?(?<host>[A-Za-z0-9.\-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"(?:artifactory|nexus|registry-mirror|pkgs?-proxy)|\.(?:internal|intranet|corp|lan|local)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PrivateHost();
}
