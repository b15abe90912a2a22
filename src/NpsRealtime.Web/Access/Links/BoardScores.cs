using System.Text.Json;

namespace NpsRealtime.Web.Access.Links;

/// <summary>
/// Finds the score keys in a board's record: every text under a property named key, keys, score or scores, wherever it stands. So the form of
/// boards may grow without this, and a property that is no score gives nothing away, since only well-formed keys count.
/// </summary>
internal static class BoardScores
{
    private const int ScoresMax = 2_000;

    public static IReadOnlyList<string> In(string body)
    {
        var scores = new List<string>();
        using var document = JsonDocument.Parse(body);
        Collect(document.RootElement, isScore: false, scores);
        return scores;
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
