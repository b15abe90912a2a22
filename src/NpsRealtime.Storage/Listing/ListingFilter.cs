using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;

namespace NpsRealtime.Storage.Listing;

/// <summary>A query as it is asked of rows: keys as numbers, times as milliseconds.</summary>
public sealed class ListingFilter
{
    // A response may be stamped five minutes ahead of the clock, and requests that come at once may be written a little out of order.
    private const long AheadMilliseconds = 10 * 60_000;

    private readonly int[] _keyIds;
    private readonly string? _text;

    private ListingFilter(ResponseQuery query, int[] keyIds)
    {
        _keyIds = keyIds;
        _text = query.Text;
        (ScoreMin, ScoreMax) = query.Category switch
        {
            Category.Detractor => (0, 6),
            Category.Passive => (7, 8),
            Category.Promoter => (9, 10),
            _ => (0, 10),
        };
        From = query.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
        To = query.To is { } to ? (long)Math.Ceiling((to - DateTimeOffset.UnixEpoch).TotalMilliseconds) : long.MaxValue;
        IsCommented = query.IsCommented || query.Text is not null;
        Before = query.Before ?? long.MaxValue;
        After = query.After ?? 0;
    }

    public int ScoreMin { get; }

    public int ScoreMax { get; }

    public long From { get; }

    public long To { get; }

    public bool IsCommented { get; }

    public long Before { get; }

    public long After { get; }

    /// <summary>Rows taken before this time hold nothing that the query asks for, unless they were corrected since.</summary>
    public long TakenSince => From == long.MinValue ? long.MinValue : From - AheadMilliseconds;

    /// <summary>The filter of a query; null when it names a key that no response has.</summary>
    public static ListingFilter? Of(ResponseQuery query, KeyNumbers keys)
    {
        var ids = new List<int>();
        foreach (var key in query.Keys)
        {
            if (keys.IdOf(key) is not { } id)
                return null;
            if (id != StoredKey.TenantId)
                ids.Add(id);
        }

        return new ListingFilter(query, [.. ids]);
    }

    public bool FitsScore(int score) => score >= ScoreMin && score <= ScoreMax;

    public bool FitsTime(long respondedAt) => respondedAt >= From && respondedAt < To;

    /// <summary>Whether the row counts under every key asked for.</summary>
    public bool FitsKeys(ReadOnlySpan<byte> keyIds)
    {
        if (_keyIds.Length == 0)
            return true;
        var has = KeyIdList.Read(keyIds);
        return Array.TrueForAll(_keyIds, id => Array.IndexOf(has, id) >= 0);
    }

    public bool FitsComment(string? comment) =>
        !IsCommented || (comment is not null && (_text is null || comment.Contains(_text, StringComparison.OrdinalIgnoreCase)));
}
