using System.Collections.Concurrent;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// What a node knows of a tenant's keys. When all are read anew, a new table takes the place of the old one as a whole, so that nobody looks
/// into one that is half read. Read by anybody, changed by one at a time.
/// </summary>
internal sealed class KeyTable
{
    public ConcurrentDictionary<string, StoredKey> ByText { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<int, StoredKey> ById { get; } = new();

    /// <summary>The keys of each channel and touchpoint as they were sent: the channel's, the touchpoint's and the pair's.</summary>
    public ConcurrentDictionary<(Slug Channel, Slug Touchpoint), int[]> Pairs { get; } = new();

    /// <summary>The key of each segment as it was sent.</summary>
    public ConcurrentDictionary<(Slug Name, Slug Value), int> Segments { get; } = new();

    /// <summary>How many there are of each kind; see <see cref="KeyPlan"/>.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything up to this number has been read.</summary>
    public int LastId { get; set; }

    /// <summary>Whether any name has met a limit.</summary>
    public bool HasOverflows { get; private set; }

    /// <summary>Takes in a key; false when it is known.</summary>
    public bool Learn(StoredKey key)
    {
        if (ByText.ContainsKey(key.Key.Text))
            return false;
        HasOverflows |= key.Key.Text.Contains(Slug.Other.Text, StringComparison.Ordinal);
        KeyPlan.CountIn(Counts, key.Key);

        // Whoever has found a number by the text may ask for the number next.
        ById[key.Id] = key;
        ByText[key.Key.Text] = key;
        return true;
    }
}
