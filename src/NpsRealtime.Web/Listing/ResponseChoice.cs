using System.Diagnostics.CodeAnalysis;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Scores;

namespace NpsRealtime.Web.Listing;

/// <summary>Which responses somebody wants to read: under a key, of a category, with a comment.</summary>
internal sealed record ResponseChoice(ScoreKey? Key, Category? Category, bool IsCommented)
{
    public static bool TryParse(
        string? key, string? category, bool? commented, [NotNullWhen(true)] out ResponseChoice? choice, [NotNullWhen(false)] out Problem? problem)
    {
        (choice, problem) = (null, null);
        ScoreKey? parsed = null;
        if (!string.IsNullOrEmpty(key) && !ScoreQuery.TryKey(key, out parsed, out problem))
            return false;
        Category? known = category switch
        {
            "promoter" => Scoring.Arithmetic.Category.Promoter,
            "passive" => Scoring.Arithmetic.Category.Passive,
            "detractor" => Scoring.Arithmetic.Category.Detractor,
            _ => null,
        };
        if (known is null && !string.IsNullOrEmpty(category))
        {
            problem = new Problem(ProblemCatalogue.InvalidParameter, "The parameter category is promoter, passive or detractor.");
            return false;
        }

        choice = new ResponseChoice(parsed, known, commented ?? false);
        return true;
    }

    public ResponseQuery Query(int limit) =>
        new(limit) { Keys = Key is null ? [] : [Key], Category = Category, IsCommented = IsCommented };

    /// <summary>Whether a response is one of those.</summary>
    public bool Fits(ListedResponse listed) =>
        (Key is null || Key.Kind == ScoreKind.Tenant || listed.Keys.Contains(Key))
        && (Category is not { } wanted || wanted == Of(listed.Response.Score!.Value))
        && (!IsCommented || listed.Response.Comment is not null);

    private static Category Of(int score) => score switch
    {
        >= 9 => Scoring.Arithmetic.Category.Promoter,
        >= 7 => Scoring.Arithmetic.Category.Passive,
        _ => Scoring.Arithmetic.Category.Detractor,
    };
}
