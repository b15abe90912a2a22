using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Contracts.Engines;

/// <summary>The oracle: every score counted from the exported responses, one by one, by names alone.</summary>
public static class Recount
{
    /// <summary>Eleven counts for each key's text. Names must be within their limits.</summary>
    public static Dictionary<string, long[]> Of(IEnumerable<ExportedResponse> responses)
    {
        var counts = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var response in responses.Where(response => !response.IsErased))
        {
            var (channel, touchpoint) = (Requests.SlugOf(response.Channel!), Requests.SlugOf(response.Touchpoint!));
            ScoreKey[] keys =
            [
                ScoreKey.Tenant, ScoreKey.Channel(channel), ScoreKey.Touchpoint(touchpoint), ScoreKey.Pair(channel, touchpoint),
                .. response.Segments!.Select(segment => ScoreKey.Segment(Requests.SlugOf(segment.Key), Requests.SlugOf(segment.Value))),
            ];
            foreach (var key in keys)
            {
                if (!counts.TryGetValue(key.Text, out var count))
                    counts[key.Text] = count = new long[11];
                count[response.Score!.Value]++;
            }
        }

        return counts;
    }

    /// <summary>Wants every counted key among those listed; keys whose responses are all gone may be listed too.</summary>
    public static void ShouldBeSubsetOfOrMore(this IEnumerable<string> listed, IEnumerable<string> counted) =>
        counted.Except(listed, StringComparer.Ordinal).ShouldBeEmpty();
}
