using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// The in-memory counts of one score key, by minute, and a cursor per partition that says what is in them. Pure state: it knows
/// no clock, database or thread. Not thread-safe.
/// </summary>
public class LiveScore
{
    private readonly Tenant _tenant;
    private readonly ScoreKey _key;
    private readonly Dictionary<int, Cursor> _cursors = [];
    private BucketSeries _series = new(Minute.First);
    private (long RespondedAt, long AcceptedAt) _last;

    public LiveScore(Tenant tenant, ScoreKey key)
    {
        _tenant = tenant;
        _key = key;
    }

    public ScoreKey Key => _key;

    /// <summary>Whether the score has loaded once; before that it answers nobody.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>
    /// Whether the response that is shown as the last one was taken away, and no other of its minute (or quarter-hour) is left. Counts are
    /// right then; when the last one that is left was given, only the store knows.
    /// </summary>
    public bool IsLastTaken => _last.RespondedAt != 0
        && !(_series.LastCounting >= Align(Minute.OfUnixMilliseconds(_last.RespondedAt)));

    /// <summary>The sum of the cursors: grows with every commit seen. A label; nothing is decided by it.</summary>
    public long Version
    {
        get
        {
            long sum = 0;
            foreach (var cursor in _cursors.Values)
                sum += cursor.Head;
            return sum;
        }
    }

    /// <summary>The head of a partition up to which everything is in; 0 when nothing is.</summary>
    public long HeadOf(int partition) => _cursors.TryGetValue(partition, out var cursor) ? cursor.Head : 0;

    /// <summary>The score of a key that no response had.</summary>
    public static LiveScore Empty(Tenant tenant, ScoreKey key, DateTimeOffset now)
    {
        var score = new LiveScore(tenant, key);
        score.Load(new ScoreLoad(new Dictionary<int, PartitionState>(), []), now);
        return score;
    }

    /// <summary>Replaces everything by what the store says.</summary>
    public void Load(ScoreLoad load, DateTimeOffset now)
    {
        var line = Minute.DownsamplingLine(now);
        foreach (var partition in load.Partitions.Values)
            line = partition.DownsampledUntil > line ? partition.DownsampledUntil : line;
        var series = new BucketSeries(line);
        var last = (RespondedAt: 0L, AcceptedAt: 0L);
        foreach (var bucket in load.Buckets)
        {
            series.Add(bucket.Bucket, bucket.Tally);
            if (bucket.LastRespondedAtMilliseconds > last.RespondedAt && !bucket.Tally.IsZero)
                last = (bucket.LastRespondedAtMilliseconds, bucket.LastAcceptedAtMilliseconds);
        }

        _series = series;
        _last = last;
        _cursors.Clear();
        foreach (var (partition, state) in load.Partitions)
            _cursors[partition] = new Cursor(state.Activation, state.Head);
        IsLoaded = true;
    }

    /// <summary>
    /// Applies what a partition says. Another activation than the cursor's, or a gap before <see cref="RollUp.From"/>, means that
    /// something may have been missed; items at or before the cursor are in already and skipped. If this throws, the counts are
    /// no longer to be trusted and the score must load again.
    /// </summary>
    public ApplyOutcome Apply(RollUp rollUp)
    {
        if (!IsLoaded || !_cursors.TryGetValue(rollUp.Partition, out var cursor)
            || cursor.Activation != rollUp.Activation || rollUp.From > cursor.Head)
            return ApplyOutcome.LoadNeeded;
        var changed = false;
        foreach (var item in rollUp.Items)
        {
            if (item.Head <= cursor.Head)
                continue;
            _series.Add(item.Minute, item.Change);
            if (item.LastRespondedAtMilliseconds > _last.RespondedAt)
                _last = (item.LastRespondedAtMilliseconds, item.LastAcceptedAtMilliseconds);
            changed = true;
        }

        _cursors[rollUp.Partition] = cursor with { Head = Advance(cursor.Head, rollUp.To) };
        return changed ? ApplyOutcome.Changed : ApplyOutcome.Unchanged;
    }

    /// <summary>Moves the downsampling line to where it belongs at <paramref name="now"/>, which frees memory and changes no count.</summary>
    public void Downsample(DateTimeOffset now) => _series.Downsample(Minute.DownsamplingLine(now));

    /// <summary>What <paramref name="window"/> counts now.</summary>
    public Tally Count(Window window, DateTimeOffset now) => Count(window.Resolve(now, _tenant.Calendar), out _);

    /// <summary>The counts between neighbouring edges.</summary>
    public IReadOnlyList<HistoryPoint> History(IReadOnlyList<Minute> edges)
    {
        var points = new List<HistoryPoint>(Math.Max(edges.Count - 1, 0));
        for (var index = 0; index + 1 < edges.Count; index++)
            points.Add(HistoryPoint.Of(edges[index].Start, _series.SumOf(Align(edges[index]), Align(edges[index + 1]))));
        return points;
    }

    /// <summary>A snapshot of what <paramref name="window"/> counts at <paramref name="now"/>.</summary>
    public ScoreSnapshot Snapshot(Window window, DateTimeOffset now)
    {
        var tally = Count(window.Resolve(now, _tenant.Calendar), out var span);
        return new ScoreSnapshot(
            _tenant.Name,
            _key.Text,
            _key.Label,
            new SnapshotWindow(window.Name, span.From?.Start, span.To.Start),
            ScoreCounts.Of(tally),
            NetPromoterScore.Of(tally),
            ScoreInterval.Of(tally),
            _last.RespondedAt == 0 ? null : new LastResponse(
                DateTimeOffset.FromUnixTimeMilliseconds(_last.RespondedAt), DateTimeOffset.FromUnixTimeMilliseconds(_last.AcceptedAt)),
            Version,
            now);
    }

    /// <summary>How a cursor moves: never backwards, whatever order messages arrive in.</summary>
    protected virtual long Advance(long head, long to) => Math.Max(head, to);

    /// <summary>Counts a span, and says what was counted.</summary>
    private Tally Count(MinuteSpan resolved, out MinuteSpan span)
    {
        var to = (resolved with { To = Align(resolved.To) }).EndWhenLastIs(_series.LastCounting);
        span = resolved with { From = resolved.From is { } from ? Align(from) : null, To = to };
        return _series.SumOf(span.From, to);
    }

    /// <summary>An edge before the downsampling line is the quarter-hour it lies in, since nothing finer is known there.</summary>
    private Minute Align(Minute edge) => edge < _series.DownsamplingLine ? edge.FloorToQuarter() : edge;

    private readonly record struct Cursor(Guid Activation, long Head);
}
