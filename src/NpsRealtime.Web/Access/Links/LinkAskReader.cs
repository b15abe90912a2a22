using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Access.Links;

/// <summary>Validates what somebody asks a board link to be.</summary>
internal static class LinkAskReader
{
    private const int ScoresMax = 500;
    private const int BoardLengthMax = 200;

    public static List<ResponseFault> Faults(LinkAsk ask, DateTimeOffset now)
    {
        var faults = new List<ResponseFault>();
        KeyAskReader.CheckName(ask.Name, faults);
        KeyAskReader.CheckExpiry(ask.ExpiresAt, now, faults);
        if ((ask.Board is null) == (ask.Scores is null))
            faults.Add(new ResponseFault("board", "Give board, the id of a board, or scores, a list of score keys: one of the two."));
        if (ask.Board is { Length: 0 or > BoardLengthMax })
            faults.Add(new ResponseFault("board", $"A board's id has 1 to {BoardLengthMax} characters."));
        if (ask.Scores is { Count: 0 or > ScoresMax })
            faults.Add(new ResponseFault("scores", $"Give 1 to {ScoresMax} scores."));
        foreach (var score in ask.Scores ?? [])
        {
            if (!ScoreSelector.TryParse(score, null, out _, out var problem))
            {
                faults.Add(new ResponseFault("scores", problem.Detail));
                break;
            }
        }

        return faults;
    }
}
