namespace NpsRealtime.Readme.Tests;

/// <summary>One runnable piece of a page.</summary>
/// <param name="Line">The line on which its fence opens, from 1.</param>
/// <param name="Language"><c>sh</c>, <c>js</c> or <c>csharp</c>.</param>
/// <param name="Mark">What is to be done with it.</param>
/// <param name="Until">For one that never ends: it has worked once it prints this, and is stopped then. Otherwise null.</param>
/// <param name="Text">What stands between the fences.</param>
public sealed record Snippet(int Line, string Language, SnippetMark Mark, string? Until, string Text)
{
    public override string ToString() => $"the {Language} snippet on line {Line}";
}
