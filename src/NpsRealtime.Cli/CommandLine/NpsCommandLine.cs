using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NpsRealtime.Cli.Recount;
using NpsRealtime.Cli.Export;
using NpsRealtime.Cli.Import;
using NpsRealtime.Cli.Keys;
using NpsRealtime.Cli.Simulate;
using NpsRealtime.Cli.Tail;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>The command line as a whole.</summary>
internal static class NpsCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Numbers and dates look the same on every machine, so that scripts can read them.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

        var root = new RootCommand("Sends responses to an NpsRealtime server and reads its scores.")
        {
            ImportCommand.Make(),
            ExportCommand.Make(),
            SimulateCommand.Make(),
            TailCommand.Make(),
            RecountCommand.Make(),
            KeysCommand.Make(),
        };
        root.Add(GlobalOptions.Server);
        root.Add(GlobalOptions.Key);
        root.Add(GlobalOptions.Json);

        // Without this a value such as @home would be taken for the name of a file with more arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync("nps: " + error.Message);
        await Console.Error.WriteLineAsync($"Try: nps {CommandNames(parsed)}--help");
        return ExitCode.Usage;
    }

    private static string CommandNames(ParseResult parsed)
    {
        var names = "";
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
            names = result.Command.Name + " " + names;
        return names;
    }
}
