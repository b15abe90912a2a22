using System.Buffers;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage;

/// <summary>
/// Changes of tallies as bytes, as a commit carries them until they are merged. A row of a table costs more than a hundred
/// bytes and microseconds, a change here about ten bytes and nanoseconds. All numbers are little-endian base-128 varints, signed
/// ones in zigzag form; keys, buckets and acceptance times are differences from the row before.
/// </summary>
/// <remarks>
/// A version byte (1), the number of rows, then per row: key, bucket and whether it is a quarter-hour in the lowest bit, a mask of
/// the scores that count something, their counts, the last response's time from the bucket's start and when it was accepted.
/// </remarks>
public static class PackedTallies
{
    private const byte Version = 1;
    private const int BytesPerRowMax = 10 * (Tally.Scores + 5);
    private const int BytesPerRowUsually = 16;

    /// <summary>Packs rows; sorted by key and bucket they take the least room.</summary>
    public static byte[] Pack(IReadOnlyList<TallyRow> rows)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BytesPerRowMax + 16 + (rows.Count * BytesPerRowUsually));
        var at = 0;
        buffer[at++] = Version;
        Varint.Write(buffer, ref at, (ulong)rows.Count);
        var (keyId, bucket, accepted) = (0, 0, 0L);
        for (var index = 0; index < rows.Count; index++)
        {
            if (buffer.Length - at < BytesPerRowMax)
                buffer = Grow(buffer, at);
            var row = rows[index];
            Varint.WriteSigned(buffer, ref at, row.KeyId - keyId);
            Varint.WriteSigned(buffer, ref at, (((long)row.Bucket.Number - bucket) << 1) | (row.Resolution == Minute.Quarter ? 1L : 0L));
            WriteCounts(buffer, ref at, row.Tally);
            Varint.WriteSigned(buffer, ref at, row.LastRespondedAtMilliseconds - StartOf(row.Bucket.Number));
            Varint.WriteSigned(buffer, ref at, row.LastAcceptedAtMilliseconds - accepted);
            (keyId, bucket, accepted) = (row.KeyId, row.Bucket.Number, row.LastAcceptedAtMilliseconds);
        }

        var packed = buffer.AsSpan(0, at).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return packed;
    }

    /// <summary>Hands every row to <paramref name="take"/>. What was packed apart may stand one behind the other.</summary>
    /// <exception cref="FormatException">These are not rows that this program packed.</exception>
    public static void Unpack<TState>(ReadOnlySpan<byte> packed, TState state, Taker<TState> take)
    {
        if (packed.IsEmpty)
            throw new FormatException("The changes of a commit are in a form that this program does not know.");
        for (var at = 0; at < packed.Length;)
            UnpackNext(packed, ref at, state, take);
    }

    private static void UnpackNext<TState>(ReadOnlySpan<byte> packed, ref int at, TState state, Taker<TState> take)
    {
        if (packed[at++] != Version)
            throw new FormatException("The changes of a commit are in a form that this program does not know.");
        var count = (int)Varint.Read(packed, ref at);
        var (keyId, bucket, accepted) = (0, 0, 0L);
        for (var index = 0; index < count; index++)
        {
            keyId += (int)Varint.ReadSigned(packed, ref at);
            var place = Varint.ReadSigned(packed, ref at);
            bucket += (int)(place >> 1);
            var tally = ReadCounts(packed, ref at);
            var responded = StartOf(bucket) + Varint.ReadSigned(packed, ref at);
            accepted += Varint.ReadSigned(packed, ref at);
            take(state, new TallyRow(keyId, (place & 1) == 1 ? Minute.Quarter : 1, new Minute(bucket), tally, responded, accepted));
        }
    }

    /// <summary>Takes one unpacked row.</summary>
    public delegate void Taker<in TState>(TState state, in TallyRow row);

    private static long StartOf(int minute) => minute * 60_000L;

    private static void WriteCounts(byte[] buffer, ref int at, in Tally tally)
    {
        var mask = 0UL;
        for (var score = 0; score < Tally.Scores; score++)
            mask |= tally[score] == 0 ? 0 : 1UL << score;
        Varint.Write(buffer, ref at, mask);
        for (var score = 0; score < Tally.Scores; score++)
        {
            if (tally[score] != 0)
                Varint.WriteSigned(buffer, ref at, tally[score]);
        }
    }

    private static Tally ReadCounts(ReadOnlySpan<byte> packed, ref int at)
    {
        var mask = Varint.Read(packed, ref at);
        var tally = default(Tally);
        for (var score = 0; score < Tally.Scores; score++)
        {
            if ((mask & (1UL << score)) != 0)
                tally[score] = Varint.ReadSigned(packed, ref at);
        }

        return tally;
    }

    private static byte[] Grow(byte[] buffer, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
