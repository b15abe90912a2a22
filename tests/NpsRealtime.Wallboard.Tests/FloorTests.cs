using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// The oldest browser that the screens promise to run on is Chromium 87 (webOS 22). What is served holds nothing that came later, and
/// an older browser gets the plain page.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed partial class FloorTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Scripts_ParsedAsOfTheFloor_HoldNoLaterSyntax()
    {
        await using var app = await NpsApp.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nps-floor-");
        try
        {
            var served = new List<string>();
            foreach (var (path, version) in await ScriptsAsync(app))
            {
                var file = Path.Combine(folder.FullName, $"{version}-{Path.GetFileName(path)}");
                await File.WriteAllTextAsync(file, await app.Http.GetStringAsync(path));
                served.Add(file);
            }

            // The page's own: the look-out for old browsers, and what new ones run first.
            foreach (var (index, script) in InlineScripts().Matches(await app.Http.GetStringAsync("/")).Index())
            {
                var file = Path.Combine(folder.FullName, $"{(index == 0 ? 5 : 2021)}-inline-{index}.js");
                await File.WriteAllTextAsync(file, script.Groups["code"].Value);
                served.Add(file);
            }

            served.Count(file => file.Contains("inline", StringComparison.Ordinal)).ShouldBe(2);
            served.Count.ShouldBeGreaterThan(8);
            (await ParseAsync(folder.FullName, served)).ShouldBe("");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Styles_Served_HoldNothingLater()
    {
        await using var app = await NpsApp.StartAsync();
        var page = await app.Http.GetStringAsync("/");
        foreach (Match style in Styles().Matches(page))
        {
            var text = await app.Http.GetStringAsync(style.Value);
            LaterStyles().Matches(text).Select(match => match.Value).ShouldBeEmpty(style.Value);
        }
    }

    [SkippableFact]
    public async Task OldBrowser_WithoutAFeatureOfTheFloor_GetsThePlainPageWithTheLiveNumber()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(
            new Uri(app.Address, "/t/acme?window=8h"), new Screen(1366, 768), before: "delete String.prototype.replaceAll;");

        await Assertions.Expect(board.Page.Locator("#nps")).ToHaveTextAsync("+100");
        await Assertions.Expect(board.Page).ToHaveURLAsync(new Regex(@"/plain\?tenant=acme&window=8h"));
        await Assertions.Expect(board.Page.Locator("#contact")).ToHaveTextAsync("Live");
        await app.AcceptAsync("acme", 0);
        await Assertions.Expect(board.Page.Locator("#nps")).ToHaveTextAsync("0.0");
        await Assertions.Expect(board.Page.Locator("#total")).ToHaveTextAsync("2 responses");
        await board.ShootAsync("plain");
        board.ShouldBeWithoutFaults();
    }

    [SkippableTheory]
    [InlineData("en-GB", "+33.3", "1,200 responses")]
    [InlineData("de-DE", "+33,3", "1.200 responses")]
    public async Task PlainPage_ItsBrowsersLanguage_WritesNumbersInIt(string language, string nps, string total)
    {
        await using var app = await Acme.StartAsync();
        await SeededTenants.SendAsync(app, "acme", 1_200, channels: 1, touchpoints: 1, score: index => index % 3 == 0 ? 9 : 7, channel: _ => "Web");
        await app.PutAsync("acme", "boards/lobby", """{"name":"Lobby","window":"7d"}""");
        var context = await browser.NewContextAsync(language: language);
        await using var page = await BoardPage.OpenAsync(context, new Uri(app.Address, "/plain?tenant=acme&board=lobby"));

        await Assertions.Expect(page.Page.Locator("#nps")).ToHaveTextAsync(nps);
        await Assertions.Expect(page.Page.Locator("#total")).ToHaveTextAsync(total);
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Lobby");
        await Assertions.Expect(page.Page.Locator("#window")).ToHaveTextAsync("Last 7 days");
        page.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task OldestBrowser_WithoutEventSource_AsksForTheNumber()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/plain?tenant=acme"), before: "delete window.EventSource; delete window.fetch;");
        await Assertions.Expect(board.Page.Locator("#nps")).ToHaveTextAsync("+100");

        await app.AcceptAsync("acme", 0);

        await Assertions.Expect(board.Page.Locator("#nps")).ToHaveTextAsync("0.0", new() { Timeout = 15_000 });
        board.ShouldBeWithoutFaults();
    }

    /// <summary>Each script that a browser may load, and the edition of the language that it may use.</summary>
    private static async Task<List<(string Path, int Version)>> ScriptsAsync(NpsApp app)
    {
        // Chromium 87 knows ES2021; what must run in any browser keeps to ES5.
        var scripts = new List<(string, int)> { ("/client/plain.js", 5), ("/access/theme.js", 5), ("/access/tv.js", 5), ("/access/pair.js", 2021), ("/client/v1.js", 2020) };
        var page = await app.Http.GetStringAsync("/");
        var waiting = new Queue<string>(Scripts().Matches(page).Select(match => match.Value));
        var seen = new HashSet<string>();
        while (waiting.TryDequeue(out var path))
        {
            if (!seen.Add(path))
                continue;
            scripts.Add((path, 2021));
            foreach (Match part in Parts().Matches(await app.Http.GetStringAsync(path)))
                waiting.Enqueue("/assets/" + part.Groups["name"].Value);
        }

        return scripts;
    }

    private static async Task<string> ParseAsync(string folder, IEnumerable<string> files)
    {
        var modules = Path.Combine(Repository.Folder, "src", "wallboard", "node_modules");
        Skip.IfNot(Directory.Exists(Path.Combine(modules, "acorn")), "No src/wallboard/node_modules/acorn: the wallboard was not built here.");
        var program = Path.Combine(folder, "parse.mjs");
        await File.WriteAllTextAsync(program, $$"""
            import { readFileSync } from 'node:fs';
            import { basename } from 'node:path';
            const { parse } = await import('file://{{modules}}/acorn/dist/acorn.mjs');
            for (const file of process.argv.slice(2)) {
              const ecmaVersion = Number(basename(file).split('-')[0]);
              try { parse(readFileSync(file, 'utf8'), { ecmaVersion, sourceType: ecmaVersion === 5 ? 'script' : 'module' }); }
              catch (fault) { console.log(`${basename(file)}: ${fault.message}`); }
            }
            """);
        var start = new ProcessStartInfo("node", [program, .. files]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var said = await node.StandardOutput.ReadToEndAsync() + await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return said;
    }

    [GeneratedRegex("<script>(?<code>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScripts();

    [GeneratedRegex("/assets/[A-Za-z0-9._-]+\\.js")]
    private static partial Regex Scripts();

    [GeneratedRegex("/assets/[A-Za-z0-9._-]+\\.css")]
    private static partial Regex Styles();

    /// <summary>How a script names the parts of the code that it loads: as a neighbour, or from the root.</summary>
    [GeneratedRegex("[\"'`](?:\\./|/?assets/)(?<name>[A-Za-z0-9_-]+\\.js)[\"'`]")]
    private static partial Regex Parts();

    /// <summary>What Chromium learnt after 87 and would leave out without a word.</summary>
    [GeneratedRegex(":has\\(|:is\\(|(?<!-)aspect-ratio\\s*:|@container|@layer|color-mix\\(|\\d[dsl]v[hw]\\b|accent-color|overflow:\\s*clip|@supports not|&\\s*[.:>]", RegexOptions.IgnoreCase)]
    private static partial Regex LaterStyles();
}
