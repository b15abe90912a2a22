using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Web.Access.Grants;

/// <summary>The scores that a board link shows: keys, and wildcards such as <c>channel/*</c>.</summary>
internal sealed class LinkScores
{
    private readonly HashSet<string> _keys = [];
    private readonly List<ScoreFilter> _wildcards = [];
    private readonly List<string> _texts = [];

    /// <param name="texts">Keys and wildcards; what is neither is passed over.</param>
    public LinkScores(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.EndsWith("/*", StringComparison.Ordinal) && ScoreFilter.TryParse(text[..^2], out var filter))
                _wildcards.Add(filter);
            else if (ScoreKey.TryParse(text, out var key, out _))
                _keys.Add(key.Text);
            else
                continue;
            _texts.Add(text);
        }
    }

    /// <summary>Those that are keys or wildcards, as they were written and in that order.</summary>
    public IReadOnlyList<string> Texts => _texts;

    public bool Includes(ScoreKey key) => _keys.Contains(key.Text) || _wildcards.Exists(wildcard => wildcard.Includes(key));

    public bool Includes(ScoreFilter wildcard) => _wildcards.Contains(wildcard);
}
