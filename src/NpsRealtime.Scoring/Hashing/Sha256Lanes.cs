using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NpsRealtime.Scoring.Hashing;

/// <summary>
/// SHA-256 (FIPS 180-4) of up to eight short messages side by side, one in each lane of a vector. Each response needs three hashes of
/// few bytes, and through the framework and its native library a hash costs about a microsecond before its first byte. It also begins
/// from a state behind a block that all messages share, such as HMAC's pads. Not thread-safe; one is kept for each thread.
/// </summary>
internal sealed class Sha256Lanes
{
    /// <summary>How many messages are hashed at once.</summary>
    public const int Lanes = 8;

    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64;

    /// <summary>The longest message; longer ones are for the framework, where its cost does not matter.</summary>
    public const int MessageBytesMax = LaneBytes - 9;

    private const int BlockWords = BlockBytes / sizeof(uint);
    private const int LaneBytes = 16 * BlockBytes;

    private static readonly uint[] RoundConstants =
    [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    ];

    [ThreadStatic]
    private static Sha256Lanes? _ofThread;

    private readonly byte[] _messages = new byte[Lanes * LaneBytes];
    private readonly Vector256<uint>[] _schedule = new Vector256<uint>[64];
    private readonly Vector256<uint>[] _state = new Vector256<uint>[8];

    /// <summary>This thread's.</summary>
    public static Sha256Lanes OfThread => _ofThread ??= new Sha256Lanes();

    /// <summary>Where a lane's message is written before <see cref="Hash"/>.</summary>
    public Span<byte> Message(int lane) => _messages.AsSpan(lane * LaneBytes, MessageBytesMax);

    /// <summary>The state behind one whole block, to begin from.</summary>
    public Sha256State After(ReadOnlySpan<byte> block)
    {
        block.CopyTo(_messages);
        Begin(Sha256State.Initial);
        Compress(block: 0);
        var state = default(Sha256State);
        for (var word = 0; word < 8; word++)
            state[word] = _state[word][0];
        return state;
    }

    /// <summary>Hashes the messages of the lanes.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="blocksBefore">How many blocks are in <paramref name="start"/> already.</param>
    /// <param name="lengths">The length of each lane's message; at most <see cref="MessageBytesMax"/>.</param>
    public void Hash(in Sha256State start, int blocksBefore, ReadOnlySpan<int> lengths)
    {
        var counts = Vector256<int>.Zero;
        var blocks = 0;
        for (var lane = 0; lane < lengths.Length; lane++)
        {
            var count = Pad(_messages.AsSpan(lane * LaneBytes, LaneBytes), lengths[lane], blocksBefore);
            counts = counts.WithElement(lane, count);
            blocks = Math.Max(blocks, count);
        }

        Begin(start);
        Span<Vector256<uint>> before = stackalloc Vector256<uint>[8];
        for (var block = 0; block < blocks; block++)
        {
            _state.CopyTo(before);
            Compress(block);

            // A lane whose message has ended keeps its state.
            var isOver = Vector256.LessThanOrEqual(counts, Vector256.Create(block)).AsUInt32();
            for (var word = 0; word < 8; word++)
                _state[word] = Vector256.ConditionalSelect(isOver, before[word], _state[word]);
        }
    }

    /// <summary>Writes the first bytes of a lane's hash, at most 32, a multiple of four.</summary>
    public void CopyHash(int lane, Span<byte> hash)
    {
        for (var word = 0; word < hash.Length / sizeof(uint); word++)
            BinaryPrimitives.WriteUInt32BigEndian(hash[(word * sizeof(uint))..], _state[word][lane]);
    }

    /// <summary>Adds the padding and returns the number of blocks.</summary>
    private static int Pad(Span<byte> lane, int length, int blocksBefore)
    {
        var blocks = (length + 8 + BlockBytes) / BlockBytes;
        var end = blocks * BlockBytes;
        lane[length] = 0x80;
        lane[(length + 1)..(end - 8)].Clear();
        BinaryPrimitives.WriteInt64BigEndian(lane[(end - 8)..], 8L * ((blocksBefore * BlockBytes) + length));
        return blocks;
    }

    private void Begin(in Sha256State start)
    {
        for (var word = 0; word < 8; word++)
            _state[word] = Vector256.Create(start[word]);
    }

    private void Load(int block)
    {
        var words = MemoryMarshal.Cast<byte, uint>(_messages.AsSpan(block * BlockBytes));
        const int Lane = LaneBytes / sizeof(uint);
        for (var word = 0; word < BlockWords; word++)
        {
            var column = Vector256.Create(
                words[word], words[word + Lane], words[word + (2 * Lane)], words[word + (3 * Lane)],
                words[word + (4 * Lane)], words[word + (5 * Lane)], words[word + (6 * Lane)], words[word + (7 * Lane)]);
            _schedule[word] = BitConverter.IsLittleEndian ? SwapBytes(column) : column;
        }
    }

    private void Compress(int block)
    {
        Load(block);
        var (a, b, c, d) = (_state[0], _state[1], _state[2], _state[3]);
        var (e, f, g, h) = (_state[4], _state[5], _state[6], _state[7]);
        var schedule = _schedule.AsSpan(0, 64);
        var constants = RoundConstants.AsSpan(0, 64);
        for (var round = 0; round < 64; round++)
        {
            if (round >= BlockWords)
                schedule[round] = schedule[round - 16] + Small0(schedule[round - 15]) + schedule[round - 7] + Small1(schedule[round - 2]);
            var first = h + Big1(e) + ((e & f) ^ (~e & g)) + schedule[round] + Vector256.Create(constants[round]);
            var second = Big0(a) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }

        _state[0] += a;
        _state[1] += b;
        _state[2] += c;
        _state[3] += d;
        _state[4] += e;
        _state[5] += f;
        _state[6] += g;
        _state[7] += h;
    }

    private static Vector256<uint> Big0(Vector256<uint> x) => Rotate(x, 2) ^ Rotate(x, 13) ^ Rotate(x, 22);

    private static Vector256<uint> Big1(Vector256<uint> x) => Rotate(x, 6) ^ Rotate(x, 11) ^ Rotate(x, 25);

    private static Vector256<uint> Small0(Vector256<uint> x) => Rotate(x, 7) ^ Rotate(x, 18) ^ (x >>> 3);

    private static Vector256<uint> Small1(Vector256<uint> x) => Rotate(x, 17) ^ Rotate(x, 19) ^ (x >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(x, bits) : (x >>> bits) | (x << (32 - bits));

    private static Vector256<uint> SwapBytes(Vector256<uint> words) => Vector256.Shuffle(
        words.AsByte(),
        Vector256.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28)).AsUInt32();
}
