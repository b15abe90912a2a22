using System.Diagnostics;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>Each snippet of the integrator's view is taken from the page as it stands there, and run.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SnippetTests(BrowserFixture browser)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(3);

    [SkippableFact]
    public async Task Curl_AsShown_PrintsTheScores()
    {
        await using var app = await StartAsync();
        var text = await SnippetAsync(app, "curl");

        var said = await RunUntilAsync("Web Chat", "bash", ["-c", $"timeout 20 {text}"]);

        said.ShouldContain("event: score");
    }

    [SkippableFact]
    public async Task JavaScript_AsShown_PrintsScoresAndEachChange()
    {
        await using var app = await StartAsync();
        var text = await SnippetAsync(app, "JavaScript");
        var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var said = new List<string>();
        page.Console += (_, message) => said.Add(message.Text);
        await context.RouteAsync("**/somebody.html", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"<!doctype html><title>Somebody's page</title><script type=module>{text}</script>",
        }));

        await page.GotoAsync(new Uri(app.Address, "/somebody.html").ToString());

        await WaitAsync(() => said.Contains("live") && said.Contains("Web Chat 24h 100 1"), said);
        await app.AcceptAsync("acme", 0, channel: "Web Chat");
        await WaitAsync(() => said.Contains("Web Chat 24h 0 2"), said);
        await context.CloseAsync();
    }

    [SkippableFact]
    public async Task CSharp_AsShownBesideTheFileAsServed_PrintsScores()
    {
        await using var app = await StartAsync();
        var text = await SnippetAsync(app, "C#");
        var folder = Directory.CreateTempSubdirectory("nps-snippet-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Program.cs"), text);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "NpsScores.cs"), await app.Http.GetStringAsync("/client/NpsScores.cs"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Program.csproj"), """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                  </PropertyGroup>
                </Project>
                """);

            var said = await RunUntilAsync("Web Chat 24h 100", "dotnet", ["run", "--project", folder.FullName]);

            said.ShouldContain("Web Chat 24h 100");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Explorer_ResponseSent_ShowsTheMessage()
    {
        await using var app = await StartAsync();
        await using var page = await browser.OpenAsync(new Uri(app.Address, "/t/acme/streams?score=channel/*@24h"));
        await Assertions.Expect(page.Named("messages")).ToContainTextAsync("channel/web-chat");

        await app.AcceptAsync("acme", 3, channel: "Phone");

        await Assertions.Expect(page.Named("messages")).ToContainTextAsync("channel/phone");
        page.ShouldBeWithoutFaults();
    }

    private static async Task<NpsApp> StartAsync()
    {
        Chromium.Require();
        var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await app.AcceptAsync("acme", 9, channel: "Web Chat");
        return app;
    }

    private async Task<string> SnippetAsync(NpsApp app, string language)
    {
        await using var page = await browser.OpenAsync(new Uri(app.Address, "/t/acme/streams?score=channel/*@24h"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = language, Exact = true }).ClickAsync();
        var text = await page.Named("snippet").InnerTextAsync();
        page.ShouldBeWithoutFaults();
        return text;
    }

    private static async Task WaitAsync(Func<bool> isThere, IEnumerable<string> said)
    {
        for (var attempt = 0; attempt < 200 && !isThere(); attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        isThere().ShouldBeTrue(string.Join('\n', said));
    }

    /// <summary>Runs a program until it prints what it should, and returns all that it printed.</summary>
    private static async Task<string> RunUntilAsync(string expected, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = new System.Text.StringBuilder();
        try
        {
            using var limit = new CancellationTokenSource(AtMost);
            while (!said.ToString().Contains(expected, StringComparison.Ordinal) && await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                said.AppendLine(line);
            if (!said.ToString().Contains(expected, StringComparison.Ordinal))
                said.Append(await process.StandardError.ReadToEndAsync(limit.Token));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        said.ToString().ShouldContain(expected);
        return said.ToString();
    }
}
