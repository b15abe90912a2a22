namespace NpsRealtime.Readme.Tests;

/// <summary>The page under test.</summary>
public static class Readme
{
    /// <summary>The address in every snippet, which is the server's default.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The page's text.</summary>
    public static string Text()
    {
        var path = Path.Combine(Root, "README.md");
        Skip.IfNot(File.Exists(path), "There is no README.md yet.");
        return File.ReadAllText(path);
    }

    /// <summary>The page's snippets; fails when one is not marked.</summary>
    public static IReadOnlyList<Snippet> Snippets()
    {
        var (snippets, faults) = SnippetReader.Read(Text());
        faults.ShouldBeEmpty("every runnable snippet of README.md says how it is tested (see CONTRIBUTING.md)");
        return snippets;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NpsRealtime.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run from inside the repository, which holds NpsRealtime.sln.");
    }
}
