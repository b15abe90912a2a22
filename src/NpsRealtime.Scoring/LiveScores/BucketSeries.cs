using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// A score's counts over time: minutes, and quarter-hours before the downsampling line. Sums over any span cost a step per whole day and
/// a step per bucket of the two days at its ends.
/// </summary>
public sealed class BucketSeries
{
    private readonly List<DayChunk> _days = [];
    private Tally _sum;

    /// <param name="downsamplingLine">Where quarter-hours end and minutes begin.</param>
    public BucketSeries(Minute downsamplingLine) => DownsamplingLine = downsamplingLine.FloorToQuarter();

    /// <summary>Everything before this minute is kept by quarter-hours.</summary>
    public Minute DownsamplingLine { get; private set; }

    /// <summary>The sum of everything.</summary>
    public Tally Sum => _sum;

    /// <summary>The start of the last bucket that counts anything, or null.</summary>
    public Minute? LastCounting
    {
        get
        {
            for (var index = _days.Count - 1; index >= 0; index--)
            {
                if (_days[index].LastCounting is { } last)
                    return last;
            }

            return null;
        }
    }

    /// <summary>Adds a change in a minute, or in the quarter-hour that has swallowed it.</summary>
    /// <exception cref="InvalidOperationException">A count would become negative: a broken invariant.</exception>
    public void Add(Minute minute, in Tally change)
    {
        var start = minute < DownsamplingLine ? minute.FloorToQuarter() : minute;
        var day = DayOf(start);
        var index = Find(day);
        if (index < 0)
        {
            index = ~index;
            _days.Insert(index, new DayChunk(day));
        }

        _days[index].Add(start, change);
        _sum.Add(change);
    }

    /// <summary>
    /// The sum from <paramref name="from"/> (null: from the beginning) to before <paramref name="to"/>. Before the downsampling line the
    /// edges must be quarter-hours, since nothing finer is kept.
    /// </summary>
    public Tally SumOf(Minute? from, Minute to)
    {
        var sum = default(Tally);
        var first = from ?? Minute.First;
        var index = from is null ? 0 : Find(DayOf(first));
        for (index = index < 0 ? ~index : index; index < _days.Count; index++)
        {
            var day = _days[index];
            var begin = (long)day.Day * DayChunk.Minutes;
            if (begin >= to.Number)
                break;
            if (begin >= first.Number && begin + DayChunk.Minutes <= to.Number)
                sum.Add(day.Sum);
            else
                day.AddTo(ref sum, first, to);
        }

        return sum;
    }

    /// <summary>Moves the downsampling line forward. No sum over whole quarter-hours changes.</summary>
    public void Downsample(Minute line)
    {
        line = line.FloorToQuarter();
        if (line <= DownsamplingLine)
            return;
        var index = Find(DayOf(DownsamplingLine));
        for (index = index < 0 ? ~index : index; index < _days.Count && _days[index].Day <= DayOf(line); index++)
            _days[index].Downsample(line);
        DownsamplingLine = line;
    }

    private static int DayOf(Minute minute) => (int)Math.Floor(minute.Number / (double)DayChunk.Minutes);

    /// <summary>The index of a day's chunk, or the complement of where it would stand.</summary>
    private int Find(int day)
    {
        // Almost everything happens today, in the last chunk.
        var (low, high) = (0, _days.Count - 1);
        if (high >= 0 && _days[high].Day <= day)
            return _days[high].Day == day ? high : ~_days.Count;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_days[middle].Day == day)
                return middle;
            if (_days[middle].Day < day)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
