using System.Buffers;

namespace NpsRealtime.Web.Responses;

/// <summary>
/// Splits a stream of bytes into lines in place. A line that is too long is thrown away as it arrives, so that an endless one
/// takes no memory.
/// </summary>
internal sealed class LineSplitter(int lineBytesMax)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private bool _isSkipping;

    /// <summary>The number of the last line, from 1, empty lines included.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the last line was too long; then its content is gone.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Takes the next line off <paramref name="buffer"/>, if it is complete.</summary>
    /// <param name="buffer">What has arrived; begins after the line when the method returns.</param>
    /// <param name="isEnd">Whether nothing follows the buffer, so that the last line needs no line break.</param>
    /// <param name="line">The line without its line break.</param>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line)
    {
        IsTooLong = false;
        if (buffer.PositionOf((byte)'\n') is { } lineBreak)
        {
            line = buffer.Slice(0, lineBreak);
            buffer = buffer.Slice(buffer.GetPosition(1, lineBreak));
        }
        else if (!TryReadUnfinished(ref buffer, isEnd, out line))
        {
            return false;
        }

        Number++;
        if (_isSkipping || line.Length > lineBytesMax)
        {
            IsTooLong = true;
            line = default;
            _isSkipping = false;
        }
        else if (Number == 1)
        {
            line = WithoutByteOrderMark(line);
        }

        return true;
    }

    private bool TryReadUnfinished(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line)
    {
        line = buffer;
        if (buffer.Length > lineBytesMax)
            _isSkipping = true;
        if (!isEnd)
        {
            if (_isSkipping)
                buffer = buffer.Slice(buffer.End);
            return false;
        }

        var isLine = _isSkipping || !buffer.IsEmpty;
        buffer = buffer.Slice(buffer.End);
        return isLine;
    }

    private static ReadOnlySequence<byte> WithoutByteOrderMark(ReadOnlySequence<byte> line)
    {
        Span<byte> start = stackalloc byte[3];
        if (line.Length < start.Length)
            return line;
        line.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual(ByteOrderMark) ? line.Slice(start.Length) : line;
    }
}
