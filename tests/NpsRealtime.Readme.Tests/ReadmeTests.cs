using System.Text.RegularExpressions;
using NpsRealtime.Testing;

namespace NpsRealtime.Readme.Tests;

/// <summary>What README.md tells a newcomer to type works.</summary>
public partial class ReadmeTests
{
    [SkippableFact]
    public void Snippets_Runnable_AllSayHowTheyAreTested() => Readme.Snippets().ShouldNotBeEmpty();

    [SkippableFact]
    public async Task Snippets_ThatNeedAServer_WorkInTheOrderOfThePage()
    {
        var snippets = Readme.Snippets().Where(snippet => snippet.Mark == SnippetMark.NeedsServer).ToList();
        snippets.ShouldContain(snippet => snippet.Language == "sh");
        await using var app = await NpsApp.StartAsync();
        using var runner = new SnippetRunner(app.Address);
        var skipped = new List<string>();
        foreach (var snippet in snippets)
        {
            if (SnippetRunner.WhyNot(snippet) is { } reason)
                skipped.Add($"{snippet}, since {reason}");
            else
                await runner.RunAsync(snippet);
        }

        Skip.If(skipped.Count > 0, "All worked but " + string.Join("; ", skipped));
    }

    [SkippableFact]
    public async Task StartCommand_OfTheDemo_PrintsAWallboardThatAnswers()
    {
        var command = StartCommands().FirstOrDefault(line => line.StartsWith("dotnet run ", StringComparison.Ordinal) && line.Contains("--demo", StringComparison.Ordinal));
        command.ShouldNotBeNull("README.md has a start command that runs the demo");
        var address = $"http://127.0.0.1:{NpsProcess.FreePort()}";
        await using var program = RunningProgram.Start(Readme.Root, "bash", "-c", $"exec {command} --urls {address}");
        await program.PrintsAsync(output => Wallboard().IsMatch(output), TimeSpan.FromMinutes(3));
        var printed = new Uri(Wallboard().Match(program.Output).Value);
        printed.GetLeftPart(UriPartial.Authority).ShouldBe(address);
        using var http = new HttpClient();
        using var page = await http.GetAsync(printed);
        page.EnsureSuccessStatusCode();
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        using var score = await http.GetAsync($"{address}/v1{printed.AbsolutePath.Replace("/t/", "/tenants/", StringComparison.Ordinal)}/scores/tenant");
        (await score.Content.ReadAsStringAsync()).ShouldContain("\"nps\"");
    }

    [SkippableFact]
    public async Task StartCommand_OfTheTests_Exists()
    {
        // Running it here would run these tests for ever, so it only lists what it would run.
        var command = StartCommands().FirstOrDefault(line => line.StartsWith("tests/run", StringComparison.Ordinal));
        command.ShouldNotBeNull("README.md has a start command that runs the tests");
        await using var program = RunningProgram.Start(Readme.Root, "bash", "-c", command.Split('#')[0] + " --list");
        (await program.EndAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, program.Output);
        program.Output.ShouldContain("NpsRealtime.Readme.Tests");
    }

    private static IEnumerable<string> StartCommands() =>
        Readme.Snippets().Where(snippet => snippet.Mark == SnippetMark.StartCommand).SelectMany(snippet => snippet.Text.Split('\n')).Select(line => line.Trim());

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/t/[\w.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Wallboard();
}
