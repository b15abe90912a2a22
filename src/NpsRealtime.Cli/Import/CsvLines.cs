using System.Buffers;
using System.Text;
using CsvHelper;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Import;

/// <summary>The rows of a CSV file (RFC 4180) with a header line.</summary>
internal sealed class CsvLines : IResponseLines
{
    private const int RowBytesMax = 1_048_576;

    private readonly FileStream _file;
    private readonly CsvReader _reader;
    private readonly CsvRowWriter _writer;
    private readonly Encoding _encoding;
    private readonly string[] _header;
    private bool _isMalformed;

    public CsvLines(FileInfo file, ColumnOptions options, RowTime time, char? delimiter, Encoding encoding)
    {
        _file = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        _encoding = encoding;
        var text = new StreamReader(_file, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        _reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = delimiter,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            MaxRecordSize = RowBytesMax,
            OnMalformedRecord = _ => _isMalformed = true,
        });
        _header = Reading(() => _reader.Headers.ToArray());
        if (_header.Length == 0)
            throw CommandException.Usage($"{file.Name} is empty; it needs a header line with the names of its columns.");
        _writer = new CsvRowWriter(new ColumnMapping(options, _header), time);
    }

    public long Position => _file.Position;

    public long Length => _file.Length;

    public ExportedTenant? Tenant => null;

    public bool Read(IBufferWriter<byte> output, out long line, out RefusedLine? refused)
    {
        line = 0;
        refused = null;
        _isMalformed = false;
        if (!Reading(_reader.Read))
            return false;
        line = _reader.LineNumber;
        var row = _reader.Current.ToArray();
        var fault = FaultOf(row) ?? _writer.Write(row, output);
        if (fault is not null)
            refused = RefusedLine.Invalid(line, fault);
        return true;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private string? FaultOf(string[] row)
    {
        if (_isMalformed)
            return "A quotation mark stands where none may be; a field in quotes begins and ends with one and doubles those inside.";

        // Some programs end every row with a separator; fields that hold something the header knows nothing of are another matter.
        var isWide = row.Length > _header.Length && row.AsSpan(_header.Length).ContainsAnyExcept("");
        return row.Length < _header.Length || isWide ? $"The row has {row.Length} fields and the header {_header.Length}." : null;
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw CommandException.Usage(
                $"The file is not {_encoding.WebName}; name its encoding, as in --encoding windows-1252, and import it again.");
        }
        catch (CsvFormatException fault)
        {
            throw new CommandException(
                $"The row at line {fault.LineNumber} is longer than {RowBytesMax} bytes: a closing quotation mark is missing there; "
                + "the lines before it are imported.");
        }
    }
}
