using System.Diagnostics;

namespace NpsRealtime.Architecture.Tests;

/// <summary>The files of this repository.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The product's projects.</summary>
    public static IReadOnlyList<ProductProject> Projects { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new ProductProject(path))];

    /// <summary>The product's and the tests' sources in C#, without what a build makes.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [.. new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal)];

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The files that git tracks, or would track once they are added; null where there is no git or no clone.</summary>
    public static IReadOnlyList<string>? Tracked()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            UseShellExecute = false,
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. names.Select(name => Path.Combine(Root, name)).Where(File.Exists)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
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
