namespace NpsRealtime.Cli.Import;

/// <summary>
/// Numbers rows that are equal in everything that is imported: two customers may well have given the same score on the same day,
/// and both count. Remembers eight bytes a row, so that a file of ten million rows needs some 130 MB.
/// </summary>
internal sealed class EqualRows
{
    private readonly Dictionary<ulong, int> _repeats = [];
    private ulong[] _slots = new ulong[1 << 12];
    private int _count;

    /// <summary>How many rows with this hash came before: 0 for the first.</summary>
    /// <param name="hash">
    /// 64 bits of the row's hash. Should two different rows share them, one gets a number that it did not need, which does no harm.
    /// </param>
    public int OrdinalOf(ulong hash)
    {
        // Zero marks an empty slot.
        if (hash == 0)
            hash = 1;
        if (Insert(_slots, hash))
        {
            if (++_count > _slots.Length / 4 * 3)
                Grow();
            return 0;
        }

        return _repeats[hash] = _repeats.GetValueOrDefault(hash) + 1;
    }

    private static bool Insert(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(hash >> 16) & mask; ; at = (at + 1) & mask)
        {
            if (slots[at] == hash)
                return false;
            if (slots[at] != 0)
                continue;
            slots[at] = hash;
            return true;
        }
    }

    private void Grow()
    {
        var larger = new ulong[checked(_slots.Length * 2)];
        foreach (var hash in _slots)
        {
            if (hash != 0)
                Insert(larger, hash);
        }

        _slots = larger;
    }
}
