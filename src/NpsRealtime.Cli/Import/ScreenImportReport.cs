using System.Globalization;
using NpsRealtime.Cli.Output;
using Spectre.Console;

namespace NpsRealtime.Cli.Import;

/// <summary>A summary for a person: what became of the lines, and the first hundred that were refused.</summary>
internal sealed class ScreenImportReport(Terminal terminal, string? refusedFile) : IImportReport
{
    private const int ListedMax = 100;

    private readonly List<RefusedLine> _refused = [];

    public void Refused(RefusedLine line)
    {
        if (_refused.Count < ListedMax)
            _refused.Add(line);
    }

    public void Finish(ImportSummary summary)
    {
        var totals = summary.Totals;
        var rate = totals.Lines / Math.Max(summary.Elapsed.TotalSeconds, 0.001);
        var seconds = summary.Elapsed.TotalSeconds;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.File} into {summary.Tenant}: {totals.Lines:N0} lines in {seconds:0.0} s ({rate:N0} a second)"));
        WriteCount("accepted", totals.Accepted);
        WriteCount("already there", totals.Duplicates);
        WriteCount("corrected", totals.Corrected, isOptional: true);
        WriteCount("erased", totals.Erased, isOptional: true);
        WriteCount("refused", totals.Refused);
        WriteCount("times sent again", summary.Retries, isOptional: true);
        if (_refused.Count > 0)
            WriteRefused(totals.Refused);
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    private void WriteCount(string what, long count, bool isOptional = false)
    {
        if (count > 0 || !isOptional)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-16} {count,12:N0}"));
    }

    private void WriteRefused(long total)
    {
        terminal.Out.WriteLine();
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("line").RightAligned()).AddColumn("id").AddColumn("why").AddColumn("detail");
        foreach (var line in _refused)
        {
            var number = line.Line.ToString(CultureInfo.InvariantCulture);
            table.AddRow(number, Markup.Escape(line.Id ?? ""), Markup.Escape(line.Code), Markup.Escape(line.Detail));
        }

        terminal.Screen.Write(table);
        if (total <= _refused.Count)
            return;
        var where = refusedFile is null ? "--refused FILE writes them all" : "all of them are in " + refusedFile;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {total - _refused.Count:N0} more; {where}."));
    }
}
