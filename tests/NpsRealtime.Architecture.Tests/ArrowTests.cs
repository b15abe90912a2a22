using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Architecture.Tests;

/// <summary>Who may know whom (src/ARCHITECTURE.md, "Layout and who may know whom"). Arrows point one way.</summary>
public class ArrowTests
{
    private const string Scoring = "NpsRealtime.Scoring";
    private const string Storage = "NpsRealtime.Storage";
    private const string Simulation = "NpsRealtime.Simulation";
    private const string Web = "NpsRealtime.Web";
    private const string Grains = "NpsRealtime.Grains";

    /// <summary>A project that is not listed here must be added, with a thought about what it may know.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        [Scoring] = [],
        [Simulation] = [],
        [Storage] = [Scoring],
        [Grains] = [Scoring],
        [Web] = [Scoring, Simulation],
        ["NpsRealtime.Server"] = [Scoring, Storage, Web, Grains],
        ["NpsRealtime.Cli"] = [Simulation],
    };

    [Fact]
    public void Projects_AllOfThem_AreListedHere() =>
        Repository.Projects.Select(project => project.Name).ShouldBeSubsetOf(MayKnow.Keys);

    [Fact]
    public void ProjectFiles_ReferenceOnlyWhatTheyMayKnow()
    {
        foreach (var project in Repository.Projects)
            project.ProjectReferences.ShouldBeSubsetOf(MayKnow[project.Name], project.Name);
    }

    [Fact]
    public void Assemblies_UseOnlyWhatTheyMayKnow()
    {
        foreach (var project in Repository.Projects)
        {
            var used = project.AssemblyReferences().Where(name => name.StartsWith("NpsRealtime.", StringComparison.Ordinal) || name == "nps");
            used.ShouldBeSubsetOf(MayKnow[project.Name], project.Name);
        }
    }

    [Fact]
    public void Scoring_UsesNothingButTheFrameworkAndAHash()
    {
        var scoring = Project(Scoring);
        scoring.PackageReferences.ShouldBe(["System.IO.Hashing"]);
        scoring.AssemblyReferences().ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Web_KnowsThePortAndNoEngine()
    {
        string[] inner = ["NpsRealtime.Scoring.Partitions", "NpsRealtime.Scoring.LiveScores", "NpsRealtime.Scoring.Store"];

        // Ports of their own beside the engine: what the web layer itself keeps, the audit trail, privacy, and the listing of responses.
        string[] ports =
        [
            "NpsRealtime.Scoring.Store.Records.IRecordStore", "NpsRealtime.Scoring.Store.Records.StoredRecord", "NpsRealtime.Scoring.Store.Records.RecordLimits",
            "NpsRealtime.Scoring.Store.Records.ITrailStore", "NpsRealtime.Scoring.Store.Records.TrailEntry", "NpsRealtime.Scoring.Store.IPrivacyStore",
            "NpsRealtime.Scoring.Store.Listing.IResponseListing", "NpsRealtime.Scoring.Store.Listing.ListedResponse", "NpsRealtime.Scoring.Store.Listing.ResponsePage",
            "NpsRealtime.Scoring.Store.Listing.ResponseQuery", "NpsRealtime.Scoring.Store.Listing.CrossTally",
        ];
        Project(Web).TypeReferences().Except(ports).Where(type => inner.Any(name => type == name || type.StartsWith(name + ".", StringComparison.Ordinal)))
            .ShouldBeEmpty("the web layer reaches the scoring through IScoreEngine and the ports named here alone");
    }

    [Theory]
    [InlineData(Scoring)]
    [InlineData(Storage)]
    [InlineData(Grains)]
    [InlineData(Simulation)]
    public void InnerProjects_KnowNoWeb(string name)
    {
        var used = Project(name).AssemblyReferences();
        used.ShouldNotBeEmpty();
        used.ShouldAllBe(assembly => !assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Databases_AreKnownToStorageAlone()
    {
        string[] drivers = ["Microsoft.Data.Sqlite", "SQLitePCLRaw", "Npgsql"];
        foreach (var project in Repository.Projects.Where(project => project.Name != Storage))
        {
            project.AssemblyReferences().ShouldAllBe(
                assembly => !drivers.Any(driver => assembly.StartsWith(driver, StringComparison.Ordinal)), project.Name);
        }
    }

    private static ProductProject Project(string name) => Repository.Projects.Single(project => project.Name == name);
}
