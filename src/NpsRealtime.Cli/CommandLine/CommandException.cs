namespace NpsRealtime.Cli.CommandLine;

/// <summary>Ends the command with one sentence for the person at the terminal, which says what to do.</summary>
internal class CommandException(string sentence, int exitCode = ExitCode.Failed, Exception? innerException = null)
    : Exception(sentence, innerException)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The command line makes no sense, or not for this file.</summary>
    public static CommandException Usage(string sentence) => new(sentence, CommandLine.ExitCode.Usage);
}
