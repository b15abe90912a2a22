namespace NpsRealtime.Cli.Import;

/// <summary>A line of the file that was not taken.</summary>
/// <param name="Line">Its number in the file, from 1; for a row of several lines the first of them.</param>
/// <param name="Id">The response's id when the file names one.</param>
/// <param name="Code">The kind of fault, as in <c>invalid-response</c>.</param>
/// <param name="Detail">What is wrong with it. Never holds what the line holds.</param>
internal sealed record RefusedLine(long Line, string? Id, string Code, string Detail)
{
    public static RefusedLine Invalid(long line, string detail) => new(line, null, "invalid-response", detail);
}
