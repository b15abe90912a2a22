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

    /// <summary>Adds a change of a quarter-hour, which may take away.</summary>
    public void Add(in TallyRow row) => TallySums.Merge(ref At(row.Bucket), row);

    /// <summary>Packs the quarter-hours that count something, and forgets them all; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">Something was taken away that was not there.</exception>
    public byte[]? Take(int keyId, int day)
    {
        var rows = new List<TallyRow>(_quarters.Length);
        for (var index = 0; index < _quarters.Length; index++)
        {
            if (_quarters[index].Tally.HasNegative)
                throw new InvalidOperationException($"The quarter-hour {index} of day {day} of key {keyId} does not hold what is to be taken from it.");
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
