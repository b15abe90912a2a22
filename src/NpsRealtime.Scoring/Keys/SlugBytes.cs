using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NpsRealtime.Scoring.Keys;

/// <summary>
/// Slugs by the bytes in which their names are sent, UTF-8. Senders use the same few names all the time, so that nearly every look-up
/// makes no string. It is a cache of a fixed size: each name has two places, and a new one drives an old one out. Thread-safe without
/// a lock, since an entry never changes.
/// </summary>
internal static class SlugBytes
{
    private const int Places = 32 * 1_024;
    private const int RawBytesMax = 256;

    private static readonly Entry?[] Entries = new Entry?[Places];

    // Random, so that no sender can choose names that share their places.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>The slug of a name in well-formed UTF-8; null when there is none, for whatever reason.</summary>
    public static Slug? Find(ReadOnlySpan<byte> raw)
    {
        var hash = HashOf(raw);
        var place = (int)(hash % Places);
        if (Entries[place] is { } first && first.Is(hash, raw))
            return first.Slug;
        if (Entries[place ^ 1] is { } second && second.Is(hash, raw))
            return second.Slug;
        return TryMake(raw, out var slug) ? Remember(place, new Entry(hash, raw.ToArray(), slug)) : null;
    }

    private static bool TryMake(ReadOnlySpan<byte> raw, [NotNullWhen(true)] out Slug? slug)
    {
        slug = null;
        return raw.Length <= RawBytesMax && Slug.TryCreate(Encoding.UTF8.GetString(raw), out slug, out _);
    }

    private static Slug Remember(int place, Entry entry)
    {
        Entries[place ^ 1] = Entries[place];
        Entries[place] = entry;
        return entry.Slug;
    }

    private static ulong HashOf(ReadOnlySpan<byte> raw)
    {
        var hash = Seed ^ (ulong)raw.Length;
        for (; raw.Length >= sizeof(ulong); raw = raw[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(raw));
        var rest = 0UL;
        foreach (var part in raw)
            rest = (rest << 8) | part;
        return Mix(hash ^ rest);
    }

    private static ulong Mix(ulong hash)
    {
        var high = Math.BigMul(hash, 0x9E3779B97F4A7C15, out var low);
        return high ^ low ^ Seed;
    }

    private sealed class Entry(ulong hash, byte[] raw, Slug slug)
    {
        public Slug Slug => slug;

        public bool Is(ulong otherHash, ReadOnlySpan<byte> otherRaw) => hash == otherHash && otherRaw.SequenceEqual(raw);
    }
}
