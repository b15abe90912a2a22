namespace NpsRealtime.Cli.Import;

/// <summary>Tells somebody what becomes of an import.</summary>
internal interface IImportReport : IDisposable
{
    void Refused(RefusedLine line);

    /// <summary>Called once at the end, also after a failure.</summary>
    void Finish(ImportSummary summary);
}
