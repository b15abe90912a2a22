using System.Diagnostics;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The types of the screens are checked here and not in every build, which they would make three times as long.</summary>
public sealed class TypeCheckTests
{
    [SkippableFact]
    public async Task Sources_SvelteCheck_HasNothingToSay()
    {
        var folder = Path.Combine(Repository.Folder, "src", "wallboard");
        Skip.IfNot(Directory.Exists(Path.Combine(folder, "node_modules")), "No src/wallboard/node_modules: the wallboard was not built here.");
        var start = new ProcessStartInfo("npm", ["run", "--silent", "check"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var check = Process.Start(start)!;
        var said = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();
        check.ExitCode.ShouldBe(0, said);
    }

    [Fact]
    public void LockFile_Packages_NameNoRegistry()
    {
        var lockFile = File.ReadAllText(Path.Combine(Repository.Folder, "src", "wallboard", "package-lock.json"));
        lockFile.ShouldNotContain("\"resolved\"");
        lockFile.ShouldContain("\"integrity\"");
    }
}
