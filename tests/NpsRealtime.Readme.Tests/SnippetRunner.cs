namespace NpsRealtime.Readme.Tests;

/// <summary>Runs snippets one after the other in one temporary folder, so that a later one may use what an earlier one made.</summary>
public sealed class SnippetRunner(Uri server) : IDisposable
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("nps-readme-").FullName;
    private int _number;

    /// <summary>Why a snippet cannot run on this machine; null when it can.</summary>
    public static string? WhyNot(Snippet snippet)
    {
        if (snippet.Language != "js")
            return null;
        if (!OnPath("node"))
            return "node is not installed";
        return Directory.Exists(NodeModules) ? null : "the wallboard's packages, which hold the SignalR client, are not installed";
    }

    /// <summary>Runs one; throws with everything it printed when it fails.</summary>
    public async Task RunAsync(Snippet snippet)
    {
        await using var program = Start(snippet, snippet.Text.Replace(Readme.DefaultAddress, Address, StringComparison.Ordinal));
        try
        {
            if (snippet.Until is { } until)
                await program.PrintsAsync(output => output.Contains(until, StringComparison.Ordinal), AtMost);
            else if (await program.EndAsync(AtMost) is var code and not 0)
                throw new InvalidOperationException($"It ended with code {code}.");
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"README.md: {snippet} failed. {fault.Message}\n{program.Output}", fault);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string NodeModules => Path.Combine(Readme.Root, "src", "wallboard", "node_modules");

    private string Address => server.GetLeftPart(UriPartial.Authority);

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private RunningProgram Start(Snippet snippet, string text)
    {
        var name = Path.Combine(_folder, $"snippet{++_number}");
        switch (snippet.Language)
        {
            case "sh":
                File.WriteAllText(name + ".sh", Prelude() + text + "\n");
                return RunningProgram.Start(_folder, "bash", "-euo", "pipefail", name + ".sh");
            case "js":
                var modules = Path.Combine(_folder, "node_modules");
                if (!Directory.Exists(modules))
                    Directory.CreateSymbolicLink(modules, NodeModules);
                File.WriteAllText(name + ".mjs", text + "\n");
                return RunningProgram.Start(_folder, "node", name + ".mjs");
            default:
                // Native compilation is the default of a program in one file, and wants packages that nothing here needs.
                File.WriteAllText(name + ".cs", "#:property PublishAot=false\n" + text + "\n");
                return RunningProgram.Start(_folder, "dotnet", "run", name + ".cs");
        }
    }

    /// <summary>
    /// In a snippet, <c>nps</c> and <c>dotnet run --project src/NpsRealtime.Cli --</c> call the program that is built already, and
    /// against the test's server unless the snippet names one.
    /// </summary>
    private string Prelude() => $$"""
        nps() {
            case " $* " in
                *" --server "*) command dotnet '{{Program("NpsRealtime.Cli", "nps")}}' "$@" ;;
                *) command dotnet '{{Program("NpsRealtime.Cli", "nps")}}' "$@" --server '{{Address}}' ;;
            esac
        }
        dotnet() {
            if [ "${1:-} ${2:-} ${3:-} ${4:-}" = 'run --project src/NpsRealtime.Cli --' ]; then shift 4; nps "$@"; else command dotnet "$@"; fi
        }

        """;

    /// <summary>The program as built in the configuration in which these tests were built.</summary>
    private static string Program(string project, string assembly)
    {
        var output = Path.GetRelativePath(Path.Combine(Readme.Root, "tests", "NpsRealtime.Readme.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Readme.Root, "src", project, output, assembly + ".dll");
    }
}
