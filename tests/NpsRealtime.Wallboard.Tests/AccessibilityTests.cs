using System.Text.Json;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The rules of WCAG 2.1 A and AA that a machine can check, by axe, on every view in both themes.</summary>
[Collection(LooksCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Views_BothThemes_AxeFindsNothing()
    {
        Chromium.Require();
        var axe = Path.Combine(Repository.Folder, "src", "wallboard", "node_modules", "axe-core", "axe.min.js");
        Skip.IfNot(File.Exists(axe), "No src/wallboard/node_modules/axe-core: the wallboard was not built here.");
        var rules = await File.ReadAllTextAsync(axe);
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "usual", "empty");
        foreach (var path in (string[])["/", "/t/usual", "/t/empty", "/t/usual/explore", "/t/usual/streams", "/plain?tenant=usual"])
        {
            await using var board = await browser.OpenAsync(new Uri(app.Address, path), new Screen(1366, 768));
            foreach (var theme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
            {
                await board.Page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
                await board.SettleAsync();

                // Evaluated and not added as a tag: the page forbids scripts of others, and is to go on doing so.
                await board.Page.EvaluateAsync(rules);
                var faults = await board.Page.EvaluateAsync<JsonElement>(
                    """
                    async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })).violations
                      .map((fault) => `${fault.id}: ${fault.nodes.slice(0, 4).map((node) => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | ')}`)
                    """);
                faults.EnumerateArray().Select(fault => fault.GetString()).ShouldBeEmpty($"{path} in {theme}");
            }
        }
    }
}
