using System.Buffers;

namespace NpsRealtime.Cli.Import;

/// <summary>A file as responses, one after the other, in bounded memory.</summary>
internal interface IResponseLines : IDisposable
{
    /// <summary>How much of the file has been read, in bytes.</summary>
    long Position { get; }

    /// <summary>The length of the file, in bytes.</summary>
    long Length { get; }

    /// <summary>The tenant that the file says it is of; null when it says nothing. Known before the first line is read.</summary>
    ExportedTenant? Tenant { get; }

    /// <summary>Reads the next line and writes it as NDJSON, unless there is something wrong with it.</summary>
    /// <returns>Whether there was a line.</returns>
    bool Read(IBufferWriter<byte> output, out long line, out RefusedLine? refused);
}
