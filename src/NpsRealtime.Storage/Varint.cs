namespace NpsRealtime.Storage;

/// <summary>Little-endian base-128 numbers: seven bits a byte, the highest bit says that more follow.</summary>
internal static class Varint
{
    public static void Write(Span<byte> bytes, ref int at, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes[at++] = (byte)(number | 0x80);
        bytes[at++] = (byte)number;
    }

    /// <summary>Writes in zigzag form, so that small negative numbers are short too.</summary>
    public static void WriteSigned(Span<byte> bytes, ref int at, long number) =>
        Write(bytes, ref at, (ulong)((number << 1) ^ (number >> 63)));

    public static ulong Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }
    }

    public static long ReadSigned(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = Read(bytes, ref at);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }
}
