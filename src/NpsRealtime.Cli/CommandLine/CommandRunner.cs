using System.CommandLine;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>Runs a command's work and turns every way in which it can end into an exit code and at most one sentence.</summary>
internal static class CommandRunner
{
    /// <summary>Makes <paramref name="work"/> what the command does.</summary>
    public static void Runs(this Command command, Func<ParseResult, CommandContext, CancellationToken, Task<int>> work) =>
        command.SetAction((parsed, cancellation) => RunAsync(parsed, work, cancellation));

    private static async Task<int> RunAsync(
        ParseResult parsed, Func<ParseResult, CommandContext, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        using var terminal = new Terminal();
        using var server = new ServerClient(parsed.GetRequiredValue(GlobalOptions.Server), GlobalOptions.KeyOf(parsed));
        var context = new CommandContext(server, terminal, parsed.GetValue(GlobalOptions.Json), TimeProvider.System);
        try
        {
            return await work(parsed, context, cancellation);
        }
        catch (CommandException fault)
        {
            terminal.Say("nps: " + fault.Message);
            return fault.ExitCode;
        }
        catch (TransientException fault)
        {
            terminal.Say("nps: " + fault.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.Say("nps: Stopped before the end; run the same command again, nothing is counted twice.");
            return ExitCode.Failed;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Say("nps: " + fault.Message);
            return ExitCode.Failed;
        }
        catch (Exception fault)
        {
            terminal.Error.WriteLine("nps: This is a fault of nps itself; please report it with what follows.");
            terminal.Error.WriteLine(fault.ToString());
            return ExitCode.Failed;
        }
    }
}
