using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Boards;

/// <summary>Checks what somebody asks a board to be: one that is saved can be shown.</summary>
internal static class BoardRules
{
    private const int NameMax = 200;
    private const int TitleMax = 200;
    private const int SectionsMax = 20;
    private const int TilesMax = 500;
    private const int RotateMax = 100;
    private const int FaultsMax = 20;

    private static readonly string[] Themes = ["auto", "dark", "light"];

    public static List<ResponseFault> Check(BoardBody board)
    {
        var faults = new List<ResponseFault>();
        BodyReader.IsText(board.Name, NameMax, "name", faults);
        if (board.Hero is { } hero)
            Check(hero, "hero", faults);
        if (board.Sections?.Count > SectionsMax)
            faults.Add(new ResponseFault("sections", $"A board has at most {SectionsMax} sections."));
        for (var index = 0; index < (board.Sections?.Count ?? 0) && faults.Count < FaultsMax; index++)
            Check(board.Sections![index], $"sections[{index}]", faults);
        if (board.Window is { } window && !WindowCatalog.TryFind(window, out _))
            faults.Add(new ResponseFault("window", $"This is not a window. The windows are: {WindowCatalog.Names}."));
        if (board.Baseline is { } baseline && !Baseline.TryParse(baseline, out _))
            faults.Add(new ResponseFault("baseline", "baseline is usual, before, or FROM/TO, as in 2026-11-13T00:00Z/2026-11-20T00:00Z."));
        if (board.Target is < -100 or > 100)
            faults.Add(new ResponseFault("target", "target is a score from -100 to 100."));
        if (board.Theme is { } theme && !Themes.Contains(theme))
            faults.Add(new ResponseFault("theme", $"theme is one of: {string.Join(", ", Themes)}."));
        if (board.Rotate?.Count > RotateMax || board.Rotate?.Any(id => !Slug.TryCreate(id, out _, out _)) == true)
            faults.Add(new ResponseFault("rotate", $"rotate has the ids of at most {RotateMax} boards."));
        if (board.Seconds is < 5 or > 3_600)
            faults.Add(new ResponseFault("seconds", "seconds is a whole number from 5 to 3600."));
        return faults;
    }

    private static void Check(BoardSection section, string path, List<ResponseFault> faults)
    {
        if (!string.IsNullOrEmpty(section.Title))
            BodyReader.IsText(section.Title, TitleMax, path + ".title", faults);
        if (section.Tiles is not { Count: > 0 and <= TilesMax } tiles)
        {
            faults.Add(new ResponseFault(path + ".tiles", $"A section has 1 to {TilesMax} tiles."));
            return;
        }

        for (var index = 0; index < tiles.Count && faults.Count < FaultsMax; index++)
            Check(tiles[index], $"{path}.tiles[{index}]", faults);
    }

    /// <summary>A board shows what can be subscribed to, and nothing else.</summary>
    private static void Check(BoardScore? score, string path, List<ResponseFault> faults)
    {
        if (!ScoreSelector.TryParse(score?.Key, null, out _, out _))
            faults.Add(new ResponseFault(path + ".key", "This is neither a score key nor one of the wildcards channel/*, touchpoint/* and segment/NAME/*."));
    }
}
