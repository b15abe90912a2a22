using System.Text;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>Reads what a protobuf message holds in fields with a length: names, identifiers, and messages within it.</summary>
internal static class Protobuf
{
    private const int LengthDelimited = 2;

    /// <summary>The values of one field, in their order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Values(ReadOnlyMemory<byte> message, int field)
    {
        while (!message.IsEmpty)
        {
            var tag = ReadVarint(ref message);
            var value = Take(ref message, (int)(tag & 7));
            if ((int)(tag >> 3) == field)
                yield return value;
        }
    }

    /// <summary>The first value of one field; empty when it is left out.</summary>
    public static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> message, int field) => Values(message, field).FirstOrDefault();

    /// <summary>The first value of one field as text.</summary>
    public static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Value(message, field).Span);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int wireType)
    {
        var length = wireType switch
        {
            0 => VarintLength(message.Span),
            1 => sizeof(ulong),
            LengthDelimited => (int)ReadVarint(ref message),
            5 => sizeof(uint),
            _ => throw new InvalidDataException($"No message of protobuf has the wire type {wireType}."),
        };
        var value = message[..length];
        message = message[length..];
        return value;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        var length = VarintLength(message.Span);
        var value = 0UL;
        for (var index = length - 1; index >= 0; index--)
            value = (value << 7) | (message.Span[index] & 0x7FUL);
        message = message[length..];
        return value;
    }

    private static int VarintLength(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)0x7F) + 1;
}
