using System.Text.Json;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The rules of WCAG 2.1 A and AA that a machine can check, by axe.</summary>
internal static class Axe
{
    private static readonly string File = Path.Combine(Repository.Folder, "src", "wallboard", "node_modules", "axe-core", "axe.min.js");

    /// <summary>What axe finds on a page; skips the test where the wallboard was not built.</summary>
    public static async Task<string[]> FaultsAsync(BoardPage page)
    {
        Skip.IfNot(System.IO.File.Exists(File), "No src/wallboard/node_modules/axe-core: the wallboard was not built here.");

        // Evaluated and not added as a tag: the page forbids scripts of others, and is to go on doing so.
        await page.Page.EvaluateAsync(await System.IO.File.ReadAllTextAsync(File));
        var faults = await page.Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })).violations
              .map((fault) => `${fault.id}: ${fault.nodes.slice(0, 4).map((node) => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | ')}`)
            """);
        return [.. faults.EnumerateArray().Select(fault => fault.GetString()!)];
    }
}
