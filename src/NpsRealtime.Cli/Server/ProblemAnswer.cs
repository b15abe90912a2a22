namespace NpsRealtime.Cli.Server;

/// <summary>The parts of an RFC 9457 problem that a person wants to read.</summary>
internal sealed record ProblemAnswer(string? Type, string? Title, string? Detail, IngestAnswer? Committed)
{
    /// <summary>The problem's code, as in <c>unknown-tenant</c>.</summary>
    public string? Code => Type?[(Type.LastIndexOf('/') + 1)..];
}
