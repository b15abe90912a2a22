using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// What the screens have from the server's own code. After a change there: <c>NPS_TEST_REFERENCES=write tests/run --filter GeneratedTests
/// Wallboard</c>.
/// </summary>
public class GeneratedTests
{
    [Fact]
    public async Task Windows_AreThoseOfTheServer()
    {
        var file = Path.Combine(Repository.Folder, "src", "wallboard", "src", "generated", "windows.ts");
        if (Environment.GetEnvironmentVariable("NPS_TEST_REFERENCES") == "write")
            await File.WriteAllTextAsync(file, Windows());

        (await File.ReadAllTextAsync(file)).ShouldBe(Windows());
    }

    private static string Windows() => $$"""
        /*
         * Written from WindowCatalog.cs by GeneratedTests.cs, which says how; not to be changed by hand.
         */

        /** Every window that has a name, in the order in which people list them; a tenant without shifts has no shift. */
        export const windowNames = [{{List(WindowCatalog.All.Select(window => window.Name).Append(ShiftWindow.ShiftName))}}] as const;

        export type WindowName = (typeof windowNames)[number];

        /** The window that counts when none is named. */
        export const defaultWindow: WindowName = '{{WindowCatalog.DefaultName}}';

        /** The windows that a board offers to be picked. */
        export const pickedWindows: readonly string[] = [{{List(WindowCatalog.Picked)}}];

        """;

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
