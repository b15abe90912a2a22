namespace NpsRealtime.Wallboard.Tests;

/// <summary>Where the sources of these tests stand.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NpsRealtime.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run from a folder below NpsRealtime.sln.");
    }
}
