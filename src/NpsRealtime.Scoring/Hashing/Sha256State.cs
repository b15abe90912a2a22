using System.Runtime.CompilerServices;

namespace NpsRealtime.Scoring.Hashing;

/// <summary>The eight words between two blocks of SHA-256.</summary>
[InlineArray(8)]
internal struct Sha256State
{
    private uint _first;

    /// <summary>Where SHA-256 begins (FIPS 180-4, 5.3.3).</summary>
    public static Sha256State Initial
    {
        get
        {
            var state = default(Sha256State);
            ReadOnlySpan<uint> words =
                [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];
            words.CopyTo(state);
            return state;
        }
    }
}
