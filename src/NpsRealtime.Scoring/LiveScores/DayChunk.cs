using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>The buckets of one UTC day, sorted, with their sum. Counts stand flat in one array, eleven a bucket.</summary>
internal sealed class DayChunk(int day)
{
    /// <summary>Minutes of a day.</summary>
    public const int Minutes = 24 * 60;

    private int[] _starts = new int[4];
    private int[] _counts = new int[4 * Tally.Scores];
    private int _length;
    private Tally _sum;

    /// <summary>The day, in days since 1970-01-01.</summary>
    public int Day { get; } = day;

    public ref readonly Tally Sum => ref _sum;

    /// <summary>The start of the last bucket that counts anything, or null.</summary>
    public Minute? LastCounting
    {
        get
        {
            for (var index = _length - 1; index >= 0; index--)
            {
                if (_counts.AsSpan(index * Tally.Scores, Tally.Scores).ContainsAnyExcept(0))
                    return new Minute(_starts[index]);
            }

            return null;
        }
    }

    /// <summary>Adds a change to the bucket that begins at <paramref name="start"/>.</summary>
    /// <exception cref="InvalidOperationException">A count would become negative: a broken invariant.</exception>
    /// <exception cref="OverflowException">A count left the range of a 32-bit integer.</exception>
    public void Add(Minute start, in Tally change)
    {
        var index = Array.BinarySearch(_starts, 0, _length, start.Number);
        if (index < 0)
            index = Insert(~index, start.Number);
        var counts = _counts.AsSpan(index * Tally.Scores, Tally.Scores);
        for (var score = 0; score < Tally.Scores; score++)
        {
            var count = checked((int)(counts[score] + change[score]));
            if (count < 0)
                throw new InvalidOperationException($"The count of score {score} in the bucket of {start.Start:O} would be {count}.");
            counts[score] = count;
        }

        _sum.Add(change);
    }

    /// <summary>Adds the buckets from <paramref name="from"/> to before <paramref name="to"/> to <paramref name="sum"/>.</summary>
    public void AddTo(ref Tally sum, Minute from, Minute to)
    {
        var index = Array.BinarySearch(_starts, 0, _length, from.Number);
        for (index = index < 0 ? ~index : index; index < _length && _starts[index] < to.Number; index++)
        {
            var counts = _counts.AsSpan(index * Tally.Scores, Tally.Scores);
            for (var score = 0; score < Tally.Scores; score++)
                sum[score] = checked(sum[score] + counts[score]);
        }
    }

    /// <summary>Gathers the buckets before <paramref name="line"/> into quarter-hours.</summary>
    public void Downsample(Minute line)
    {
        var kept = 0;
        for (var index = 0; index < _length; index++)
        {
            var start = new Minute(_starts[index]);
            var target = start < line ? start.FloorToQuarter().Number : start.Number;
            var counts = _counts.AsSpan(index * Tally.Scores, Tally.Scores);
            if (kept > 0 && _starts[kept - 1] == target)
            {
                var into = _counts.AsSpan((kept - 1) * Tally.Scores, Tally.Scores);
                for (var score = 0; score < Tally.Scores; score++)
                    into[score] = checked(into[score] + counts[score]);
                continue;
            }

            _starts[kept] = target;
            counts.CopyTo(_counts.AsSpan(kept * Tally.Scores, Tally.Scores));
            kept++;
        }

        _length = kept;
    }

    private int Insert(int index, int start)
    {
        if (_length == _starts.Length)
        {
            Array.Resize(ref _starts, _length * 2);
            Array.Resize(ref _counts, _length * 2 * Tally.Scores);
        }

        Array.Copy(_starts, index, _starts, index + 1, _length - index);
        Array.Copy(_counts, index * Tally.Scores, _counts, (index + 1) * Tally.Scores, (_length - index) * Tally.Scores);
        _starts[index] = start;
        _counts.AsSpan(index * Tally.Scores, Tally.Scores).Clear();
        _length++;
        return index;
    }
}
