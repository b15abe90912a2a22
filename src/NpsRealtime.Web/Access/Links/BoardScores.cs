using System.Text.Json;

namespace NpsRealtime.Web.Access.Links;

/// <summary>
/// Finds the score keys in a board's record: every text under a property named key, keys, score or scores, wherever it stands. So the form of
/// boards may grow without this, and a property that is no score gives nothing away, since only well-formed keys count. Where a board says
/// nothing of its large score or of its tiles, it shows the usual ones, and so may its link.
/// </summary>
internal static class BoardScores
{
    private const int ScoresMax = 2_000;
    private const int TurnsMax = 100;

    private static readonly string[] UsualTiles = ["channel/*", "touchpoint/*"];

    public static IReadOnlyList<string> In(string body)
    {
        var scores = new List<string>();
        using var document = JsonDocument.Parse(body);
        Collect(document.RootElement, isScore: false, scores);
        var (hasHero, hasTiles) = (document.RootElement.TryGetProperty("hero", out _), document.RootElement.TryGetProperty("sections", out _));

        // One that names scores in another form is not the wallboard's, and shows those.
        if (scores.Count > 0 && !hasHero && !hasTiles)
            return scores;
        if (!hasHero)
            scores.Add("tenant");
        if (!hasTiles)
            scores.AddRange(UsualTiles);
        return scores;
    }

    /// <summary>The ids of the boards that take turns with it.</summary>
    public static IReadOnlyList<string> TurnsOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("rotate", out var turns) && turns.ValueKind == JsonValueKind.Array
            ? [.. turns.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!).Take(TurnsMax)]
            : [];
    }

    private static void Collect(JsonElement element, bool isScore, List<string> scores)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, property.Name is "key" or "keys" or "score" or "scores", scores);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, isScore, scores);
                break;
            case JsonValueKind.String when isScore && scores.Count < ScoresMax:
                var text = element.GetString()!;
                scores.Add(text.Split('@')[0]);
                break;
        }
    }
}
