using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace NpsRealtime.Scoring.Windows;

/// <summary>The windows that every tenant has, by name.</summary>
public static class WindowCatalog
{
    /// <summary>The window that counts when a client names none.</summary>
    public const string DefaultName = "24h";

    private static readonly Window[] Known =
    [
        new RollingWindow("1h", TimeSpan.FromHours(1)),
        new RollingWindow("8h", TimeSpan.FromHours(8)),
        new RollingWindow("24h", TimeSpan.FromHours(24)),
        CalendarWindow.Today(),
        CalendarWindow.Yesterday(),
        CalendarWindow.Week(),
        CalendarWindow.Month(),
        new RollingWindow("7d", TimeSpan.FromDays(7)),
        new RollingWindow("30d", TimeSpan.FromDays(30)),
        new RollingWindow("90d", TimeSpan.FromDays(90)),
        new AllWindow(),
    ];

    private static readonly FrozenDictionary<string, Window> ByName = Known.ToFrozenDictionary(window => window.Name);

    /// <summary>
    /// All windows, in the order in which people list them. The screens have theirs from here: <c>src/wallboard/src/generated/windows.ts</c> is
    /// written from this list, and a test holds the one against the other.
    /// </summary>
    public static IReadOnlyList<Window> All => Known;

    /// <summary>Those that a board offers to be picked, of which there is only so much room for; the others are named by its address.</summary>
    public static IReadOnlyList<string> Picked { get; } = ["1h", "8h", DefaultName, "today", "7d", "30d", "all"];

    /// <summary>The forms of the windows that a tenant may have besides.</summary>
    public static IReadOnlyList<string> Forms { get; } = [ShiftWindow.ShiftName, CampaignWindow.Prefix + "{id}", "FROM/TO", "FROM/.."];

    /// <summary>The names of all windows, for an error message.</summary>
    public static string Names => string.Join(", ", Known.Select(window => window.Name).Concat(Forms));

    /// <summary>Finds a window by the name a client wrote; null or empty stands for <see cref="DefaultName"/>.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out Window? window)
    {
        name = string.IsNullOrEmpty(name) ? DefaultName : name;
        if (ByName.TryGetValue(name, out window))
            return true;
        if (name == ShiftWindow.ShiftName)
            window = new ShiftWindow();
        else if (CampaignWindow.TryParse(name, out var campaign))
            window = campaign;
        else if (SpanWindow.TryParse(name, out var span))
            window = span;
        return window is not null;
    }
}
