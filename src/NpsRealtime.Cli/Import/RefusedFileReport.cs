using System.Text.Json;

namespace NpsRealtime.Cli.Import;

/// <summary>Every refused line into a file, one JSON object a line. The file is there, and empty, when nothing was refused.</summary>
internal sealed class RefusedFileReport(string path) : IImportReport
{
    private readonly FileStream _file = File.Create(path);

    public void Refused(RefusedLine line)
    {
        JsonSerializer.Serialize(_file, line, ImportJson.Readable.RefusedLine);
        _file.Write("\n"u8);
    }

    public void Finish(ImportSummary summary) => _file.Flush();

    public void Dispose() => _file.Dispose();
}
