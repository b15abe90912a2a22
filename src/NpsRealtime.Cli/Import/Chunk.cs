using System.Buffers;

namespace NpsRealtime.Cli.Import;

/// <summary>Lines that go to the server in one request: many, since the server commits them together.</summary>
internal sealed class Chunk
{
    private const int LinesMax = 5_000;
    private const int BytesMax = 2_097_152;

    private readonly ArrayBufferWriter<byte> _body = new(1 << 16);
    private readonly List<long> _lines = [];
    private readonly List<int> _ends = [];

    /// <summary>The body, a line end after each line.</summary>
    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>How many lines the body has.</summary>
    public int Count => _lines.Count;

    public bool IsEmpty => Count + Refused.Count == 0;

    /// <summary>Lines that were refused before they got into the body.</summary>
    public List<RefusedLine> Refused { get; } = [];

    /// <summary>How much of the file had been read when the chunk was full, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Why the file could not be read on after these lines; null when it could.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>The line of the file that a line of the body (from 1) came from.</summary>
    public long LineOf(int bodyLine) => bodyLine >= 1 && bodyLine <= _lines.Count ? _lines[bodyLine - 1] : 0;

    /// <summary>A part of the body.</summary>
    public ReadOnlyMemory<byte> Lines(int first, int count)
    {
        var start = first == 0 ? 0 : _ends[first - 1];
        return Body[start.._ends[first + count - 1]];
    }

    /// <summary>Reads a chunk; an empty one is the end. The lines before a fault are kept.</summary>
    public static Chunk Read(IResponseLines source)
    {
        var chunk = new Chunk();
        try
        {
            while (chunk.Count < LinesMax && chunk.Refused.Count < LinesMax && chunk._body.WrittenCount < BytesMax
                && source.Read(chunk._body, out var line, out var refused))
                chunk.Add(line, refused);
        }
        catch (Exception fault)
        {
            chunk.Fault = fault;
        }

        chunk.Position = source.Position;
        return chunk;
    }

    private void Add(long line, RefusedLine? refused)
    {
        if (refused is not null)
        {
            Refused.Add(refused);
            return;
        }

        _lines.Add(line);
        _body.Write("\n"u8);
        _ends.Add(_body.WrittenCount);
    }
}
