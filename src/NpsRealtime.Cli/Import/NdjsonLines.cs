using System.Buffers;
using System.Text.Json;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Import;

/// <summary>
/// The lines of an NDJSON file, as they are: the server reads them. An export begins with a line that describes its tenant.
/// </summary>
internal sealed class NdjsonLines : IResponseLines
{
    private const int LineBytesMax = 1_048_576;

    private readonly FileStream _file;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private long _line;
    private bool _isEnded;

    public NdjsonLines(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        SkipByteOrderMark();
        Tenant = ReadTenant();
    }

    public long Position => _file.Position - (_end - _start);

    public long Length => _file.Length;

    public ExportedTenant? Tenant { get; }

    public bool Read(IBufferWriter<byte> output, out long line, out RefusedLine? refused)
    {
        refused = null;
        while (NextLine() is { } next)
        {
            line = _line;
            if (next.IsTooLong)
                refused = RefusedLine.Invalid(line, $"The line is longer than {LineBytesMax} bytes.");
            else if (next.Text.Span.ContainsAnyExcept(" \t\r"u8))
                output.Write(next.Text.Span);
            else
                continue;
            return true;
        }

        line = _line;
        return false;
    }

    public void Dispose() => _file.Dispose();

    private void SkipByteOrderMark()
    {
        while (_end < 3 && Fill())
        {
            // Three bytes decide.
        }

        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
            _start = 3;
    }

    private ExportedTenant? ReadTenant()
    {
        while (_buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') < 0 && _end < LineBytesMax && Fill())
        {
            // The first line decides.
        }

        var rest = _buffer.AsSpan(_start, _end - _start);
        var end = rest.IndexOf((byte)'\n');
        var first = end < 0 ? rest : rest[..end];
        if (!first.TrimStart(" \t"u8).StartsWith("{\"tenant\""u8))
            return null;
        try
        {
            var tenant = JsonSerializer.Deserialize(first, ImportJson.Default.ExportHeader)?.Tenant;
            NextLine();
            return tenant;
        }
        catch (JsonException)
        {
            throw new CommandException("The first line describes a tenant and is damaged; export it again.");
        }
    }

    /// <summary>The next line without its end; null at the end of the file. Valid until the next call.</summary>
    private (ReadOnlyMemory<byte> Text, bool IsTooLong)? NextLine()
    {
        var isTooLong = false;
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (end >= 0 || (_isEnded && _end > _start))
            {
                var length = end >= 0 ? end : _end - _start;
                var text = _buffer.AsMemory(_start, length);
                _start += Math.Min(length + 1, _end - _start);
                _line++;
                return (text, isTooLong || length > LineBytesMax);
            }

            if (_isEnded && isTooLong)
            {
                _line++;
                return (ReadOnlyMemory<byte>.Empty, true);
            }

            if (_isEnded)
                return null;
            if (_end - _start > LineBytesMax)
            {
                // The rest of an endless line is skipped, not gathered.
                isTooLong = true;
                _start = _end;
            }

            Fill();
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isEnded = read == 0;
        return !_isEnded;
    }
}
