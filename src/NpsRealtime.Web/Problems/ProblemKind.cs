namespace NpsRealtime.Web.Problems;

/// <summary>One kind of problem that an answer may report.</summary>
/// <param name="Code">The last part of the problem's <c>type</c>, and the code in NDJSON answers and hub errors.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Meaning">What it means, for the page that explains it.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Meaning, string Advice)
{
    /// <summary>The problem's <c>type</c>: the address of the page that explains it.</summary>
    public string Type => "/problems/" + Code;
}
