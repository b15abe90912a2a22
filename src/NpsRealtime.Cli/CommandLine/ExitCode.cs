namespace NpsRealtime.Cli.CommandLine;

/// <summary>What a script learns from the process.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something was refused, failed, or differs.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense, or not for this file.</summary>
    public const int Usage = 2;
}
