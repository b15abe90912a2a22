using System.Diagnostics.CodeAnalysis;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Scores;

/// <summary>Reads the parts of a question about a score, each with its own problem.</summary>
internal static class ScoreQuery
{
    public static bool TryKey(string? text, [NotNullWhen(true)] out ScoreKey? key, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        if (ScoreKey.TryParse(text, out key, out var fault))
            return true;
        problem = new Problem(ProblemCatalogue.InvalidKey, fault);
        return false;
    }

    public static bool TryWindow(string? name, [NotNullWhen(true)] out Window? window, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        if (WindowCatalog.TryFind(name, out window))
            return true;
        problem = new Problem(ProblemCatalogue.InvalidWindow, $"There is no such window. The windows are: {WindowCatalog.Names}.");
        return false;
    }
}
