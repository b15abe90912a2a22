using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage;

/// <summary>The quarter-hours of one key on one day (of UTC), for packing them anew.</summary>
internal sealed class DayTallies
{
    public const int Minutes = 24 * 60;

    private readonly TallyRow[] _quarters = new TallyRow[Minutes / Minute.Quarter];

    /// <summary>The day in which a bucket lies, counted from 1970-01-01. No bucket is before that.</summary>
    public static int Of(Minute bucket) => bucket.Number / Minutes;

    /// <summary>Adds quarter-hours as they are packed.</summary>
    public void Add(ReadOnlySpan<byte> packed) => PackedTallies.Unpack(packed, this, static (DayTallies day, in TallyRow row) => day.Add(row));

    /// <summary>Adds a quarter-hour's counts.</summary>
    public void Add(in TallyRow row) => TallySums.Merge(ref At(row.Bucket), row);

    /// <summary>Applies a change that may take away, as far as what is here holds it.</summary>
    /// <returns>What is to be taken from elsewhere: nothing, the part that is not here, or of a bucket that is not here the whole.</returns>
    public TallyRow? Apply(in TallyRow row)
    {
        ref var quarter = ref At(row.Bucket);
        if (quarter.Tally.IsZero)
            return row;
        TallySums.Merge(ref quarter, row);
        var (here, elsewhere) = (quarter.Tally, default(Tally));
        for (var score = 0; score < Tally.Scores; score++)
        {
            if (here[score] < 0)
                (here[score], elsewhere[score]) = (0, here[score]);
        }

        quarter = quarter with { Tally = here };
        return elsewhere.IsZero ? null : row with { Tally = elsewhere, LastRespondedAtMilliseconds = 0, LastAcceptedAtMilliseconds = 0 };
    }

    /// <summary>Packs the quarter-hours that count something, and forgets them all; null when there is none.</summary>
    public byte[]? Take(int keyId, int day)
    {
        var rows = new List<TallyRow>(_quarters.Length);
        for (var index = 0; index < _quarters.Length; index++)
        {
            if (!_quarters[index].Tally.IsZero)
            {
                rows.Add(_quarters[index] with
                {
                    KeyId = keyId,
                    Resolution = Minute.Quarter,
                    Bucket = new Minute((day * Minutes) + (index * Minute.Quarter)),
                });
            }
        }

        Array.Clear(_quarters);
        return rows.Count == 0 ? null : PackedTallies.Pack(rows);
    }

    private ref TallyRow At(Minute bucket) => ref _quarters[bucket.Number % Minutes / Minute.Quarter];
}
