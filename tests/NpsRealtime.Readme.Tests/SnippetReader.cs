using System.Text.RegularExpressions;

namespace NpsRealtime.Readme.Tests;

/// <summary>
/// Finds the runnable snippets of a page in Markdown. Each must say in a comment right above its fence how it is tested, so that
/// nobody adds one that nothing tests.
/// </summary>
public static partial class SnippetReader
{
    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sh"] = "sh", ["bash"] = "sh", ["shell"] = "sh", ["console"] = "sh",
        ["js"] = "js", ["javascript"] = "js", ["mjs"] = "js",
        ["csharp"] = "csharp", ["cs"] = "csharp", ["c#"] = "csharp",
    };

    /// <summary>The runnable snippets in order, and a sentence for each that is marked wrongly or not at all.</summary>
    public static (IReadOnlyList<Snippet> Snippets, IReadOnlyList<string> Faults) Read(string markdown)
    {
        var snippets = new List<Snippet>();
        var faults = new List<string>();
        var lines = FencedBlock.LinesOf(markdown);
        foreach (var block in FencedBlock.AllOf(lines))
        {
            if (!block.IsClosed)
                faults.Add($"Line {block.Opening + 1}: the fence is never closed.");
            if (!Languages.TryGetValue(block.Language, out var language))
                continue;
            if (Mark(lines, block.Opening, out var fault) is var (mark, until))
                snippets.Add(new Snippet(block.Opening + 1, language, mark, until, string.Join('\n', block.Lines)));
            else
                faults.Add($"Line {block.Opening + 1}: {fault}");
        }

        return (snippets, faults);
    }

    private static (SnippetMark Mark, string? Until)? Mark(string[] lines, int opening, out string? fault)
    {
        const string Forms = "<!-- test: needs-server -->, <!-- test: needs-server until TEXT -->, <!-- test: start-command --> or <!-- test: skip REASON -->";
        var above = opening - 1;
        while (above >= 0 && lines[above].Trim().Length == 0)
            above--;
        fault = $"the snippet says nowhere how it is tested: put {Forms} right above it.";
        if (above < 0 || Comment().Match(lines[above]) is not { Success: true } comment)
            return null;
        var words = comment.Groups["words"].Value.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        fault = $"the comment above the snippet is none of {Forms}.";
        return words switch
        {
            ["needs-server"] => (SnippetMark.NeedsServer, null),
            ["needs-server", var until] when until.StartsWith("until ", StringComparison.Ordinal) => (SnippetMark.NeedsServer, until[6..].Trim()),
            ["start-command"] => (SnippetMark.StartCommand, null),
            ["skip", _] => (SnippetMark.Skip, null),
            _ => null,
        };
    }

    [GeneratedRegex(@"^\s*<!--\s*test:(?<words>.*?)-->\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
