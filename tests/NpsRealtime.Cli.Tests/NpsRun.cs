namespace NpsRealtime.Cli.Tests;

/// <summary>How a run of <c>nps</c> ended.</summary>
internal sealed record NpsRun(int ExitCode, string Output, string Error);
