using System.Text.RegularExpressions;

namespace NpsRealtime.Readme.Tests;

/// <summary>A fenced block of a page in Markdown.</summary>
/// <param name="Opening">The index of the line that opens it.</param>
/// <param name="Language">What stands behind the fence; empty when nothing does.</param>
/// <param name="Lines">What is in it, without the fence's own indent.</param>
/// <param name="IsClosed">Whether the page closes it.</param>
public sealed partial record FencedBlock(int Opening, string Language, IReadOnlyList<string> Lines, bool IsClosed)
{
    /// <summary>A page's lines.</summary>
    public static string[] LinesOf(string markdown) => markdown.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The blocks of a page in their order.</summary>
    public static IEnumerable<FencedBlock> AllOf(string[] lines)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            if (Fence().Match(lines[index]) is not { Success: true } fence)
                continue;
            var indent = fence.Groups["indent"].Length;
            var (opening, body) = (index, new List<string>());
            while (++index < lines.Length && lines[index].Trim() != fence.Groups["fence"].Value)
                body.Add(Unindent(lines[index], indent));
            yield return new FencedBlock(opening, fence.Groups["language"].Value, body, index < lines.Length);
        }
    }

    private static string Unindent(string line, int indent) =>
        line[Math.Min(indent, line.Length - line.TrimStart(' ').Length)..];

    [GeneratedRegex(@"^(?<indent> *)(?<fence>`{3,}|~{3,}) *(?<language>[\w#+-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
