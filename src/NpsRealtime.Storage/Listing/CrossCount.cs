using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Listing;

/// <summary>Counts rows apart by the values of a dimension and by spans.</summary>
public sealed class CrossCount
{
    private readonly Dictionary<int, Tally[]> _parts = [];
    private readonly Dictionary<int, bool> _isPart = [];
    private readonly KeyNumbers _keys;
    private readonly ScoreFilter _dimension;
    private readonly int _wholeId;
    private readonly (long From, long To)[] _spans;

    public CrossCount(KeyNumbers keys, int wholeId, ScoreFilter dimension, IReadOnlyList<MinuteSpan> spans)
    {
        _keys = keys;
        _wholeId = wholeId;
        _dimension = dimension;
        _spans = [.. spans.Select(span => (Milliseconds(span.From ?? Minute.First), Milliseconds(span.To)))];
        From = _spans.Length == 0 ? 0 : _spans.Min(span => span.From);
        To = _spans.Length == 0 ? 0 : _spans.Max(span => span.To);
    }

    /// <summary>No row before this time counts, in milliseconds.</summary>
    public long From { get; }

    /// <summary>No row from this time on counts.</summary>
    public long To { get; }

    /// <summary>Counts so many rows with the same keys, score and time.</summary>
    public void Add(ReadOnlySpan<byte> keyIds, int score, long respondedAt, long count = 1)
    {
        var ids = KeyIdList.Read(keyIds);
        if (_wholeId != StoredKey.TenantId && Array.IndexOf(ids, _wholeId) < 0)
            return;
        var place = Array.FindIndex(_spans, span => respondedAt >= span.From && respondedAt < span.To);
        if (place < 0)
            return;
        var part = Array.Find(ids, IsPart);
        if (!_parts.TryGetValue(part, out var tallies))
            _parts[part] = tallies = new Tally[_spans.Length];
        tallies[place][score] = checked(tallies[place][score] + count);
    }

    public IReadOnlyList<CrossTally> Finish() =>
        [.. _parts.Select(part => new CrossTally(part.Key == StoredKey.TenantId ? null : _keys[part.Key], part.Value))];

    private bool IsPart(int id)
    {
        if (!_isPart.TryGetValue(id, out var isPart))
            _isPart[id] = isPart = _dimension.Includes(_keys[id]);
        return isPart;
    }

    private static long Milliseconds(Minute minute) => minute.Number * 60_000L;
}
