using System.Text.Json;
using NpsRealtime.Web.Boards;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Access.Links;

/// <summary>What a board's link may read, of the board as it is stored.</summary>
internal static class BoardScores
{
    /// <summary>The keys and wildcards of its scores.</summary>
    public static IEnumerable<string> In(string body) => Parsed(body).Scores;

    /// <summary>The ids of the boards that take turns with it.</summary>
    public static IReadOnlyList<string> TurnsOf(string body) => Parsed(body).Rotate ?? [];

    private static BoardBody Parsed(string body) => JsonSerializer.Deserialize(body, RecordJson.Default.BoardBody)!;
}
