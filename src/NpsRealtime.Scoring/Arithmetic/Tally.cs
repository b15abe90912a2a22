using System.Runtime.CompilerServices;

namespace NpsRealtime.Scoring.Arithmetic;

/// <summary>
/// Eleven counts, one per score from 0 to 10. Everything else — categories, total, NPS, interval — is computed from it
/// and never stored. A tally may also be a change, and then its counts may be negative.
/// </summary>
public struct Tally : IEquatable<Tally>
{
    /// <summary>How many scores there are: 0 to 10.</summary>
    public const int Scores = 11;

    private Counts _counts;

    /// <summary>The number of responses that gave <paramref name="score"/> (0 to 10).</summary>
    public long this[int score]
    {
        readonly get => _counts[score];
        set => _counts[score] = value;
    }

    /// <summary>Scores 9 and 10.</summary>
    public readonly long Promoters => checked(_counts[9] + _counts[10]);

    /// <summary>Scores 7 and 8.</summary>
    public readonly long Passives => checked(_counts[7] + _counts[8]);

    /// <summary>Scores 0 to 6.</summary>
    public readonly long Detractors
    {
        get
        {
            long sum = 0;
            for (var score = 0; score <= 6; score++)
                sum = checked(sum + _counts[score]);
            return sum;
        }
    }

    /// <summary>All responses.</summary>
    public readonly long Total => checked(Promoters + Passives + Detractors);

    /// <summary>Whether every one of the eleven counts is zero. A change that moves a response between scores is not zero.</summary>
    public readonly bool IsZero
    {
        get
        {
            for (var score = 0; score < Scores; score++)
            {
                if (_counts[score] != 0)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether any count is below zero, as a change's may be and a live tally's never.</summary>
    public readonly bool HasNegative
    {
        get
        {
            for (var score = 0; score < Scores; score++)
            {
                if (_counts[score] < 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>One response with <paramref name="score"/>.</summary>
    public static Tally Of(int score)
    {
        var tally = default(Tally);
        tally[score] = 1;
        return tally;
    }

    /// <summary>The tally of eleven counts, score 0 first.</summary>
    public static Tally Of(ReadOnlySpan<long> counts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(counts.Length, Scores, nameof(counts));
        var tally = default(Tally);
        for (var score = 0; score < Scores; score++)
            tally[score] = counts[score];
        return tally;
    }

    /// <summary>Adds <paramref name="change"/> to this tally.</summary>
    /// <exception cref="OverflowException">A count left the range of a 64-bit integer.</exception>
    public void Add(in Tally change)
    {
        for (var score = 0; score < Scores; score++)
            _counts[score] = checked(_counts[score] + change._counts[score]);
    }

    /// <summary>Takes <paramref name="change"/> from this tally.</summary>
    /// <exception cref="OverflowException">A count left the range of a 64-bit integer.</exception>
    public void Subtract(in Tally change)
    {
        for (var score = 0; score < Scores; score++)
            _counts[score] = checked(_counts[score] - change._counts[score]);
    }

    /// <summary>The eleven counts in a new array, score 0 first.</summary>
    public readonly long[] ToArray()
    {
        var array = new long[Scores];
        for (var score = 0; score < Scores; score++)
            array[score] = _counts[score];
        return array;
    }

    public readonly bool Equals(Tally other)
    {
        for (var score = 0; score < Scores; score++)
        {
            if (_counts[score] != other._counts[score])
                return false;
        }

        return true;
    }

    public override readonly bool Equals(object? obj) => obj is Tally other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        for (var score = 0; score < Scores; score++)
            hash.Add(_counts[score]);
        return hash.ToHashCode();
    }

    public override readonly string ToString() => string.Join(' ', ToArray());

    public static bool operator ==(in Tally left, in Tally right) => left.Equals(right);

    public static bool operator !=(in Tally left, in Tally right) => !left.Equals(right);

    [InlineArray(Scores)]
    private struct Counts
    {
        private long _first;
    }
}
