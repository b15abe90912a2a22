namespace NpsRealtime.Storage;

/// <summary>Key numbers as bytes: each a little-endian base-128 varint.</summary>
public static class KeyIdList
{
    private const int BytesPerIdMax = 5;

    /// <summary>The most bytes that so many numbers take.</summary>
    public static int BytesMax(int ids) => ids * BytesPerIdMax;

    /// <summary>Writes numbers and returns how many bytes they took.</summary>
    public static int Write(ReadOnlySpan<int> ids, Span<byte> bytes)
    {
        var at = 0;
        foreach (var id in ids)
        {
            var rest = (uint)id;
            for (; rest >= 0x80; rest >>= 7)
                bytes[at++] = (byte)(rest | 0x80);
            bytes[at++] = (byte)rest;
        }

        return at;
    }

    /// <summary>The bytes of numbers in a new array.</summary>
    public static byte[] ToBytes(ReadOnlySpan<int> ids)
    {
        var bytes = new byte[BytesMax(ids.Length)];
        return bytes[..Write(ids, bytes)];
    }

    /// <summary>Reads numbers back.</summary>
    public static int[] Read(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var part in bytes)
            count += part < 0x80 ? 1 : 0;
        var ids = new int[count];
        var (at, shift, id) = (0, 0, 0u);
        foreach (var part in bytes)
        {
            id |= (uint)(part & 0x7F) << shift;
            shift += 7;
            if (part >= 0x80)
                continue;
            ids[at++] = (int)id;
            (shift, id) = (0, 0);
        }

        return ids;
    }
}
