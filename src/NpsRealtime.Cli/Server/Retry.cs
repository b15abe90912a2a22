using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Server;

/// <summary>Tries again while the server is away or busy, more and more slowly, and gives up in the end.</summary>
/// <param name="time">The clock.</param>
/// <param name="patience">How long the server may be away.</param>
/// <param name="onWait">Called before each wait with a few words for a progress bar.</param>
internal sealed class Retry(TimeProvider time, TimeSpan patience, Action<string> onWait)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>How often something was tried again.</summary>
    public int Retries { get; private set; }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestDelay.Ticks)))
        {
            try
            {
                return await attempt(cancellation);
            }
            catch (TransientException fault)
            {
                if (time.GetElapsedTime(started) > patience)
                    throw new CommandException(
                        $"The server was away for {patience.TotalMinutes:0.#} minutes ({fault.Message.TrimEnd('.')}); "
                        + "run the same command again when it is back, nothing is counted twice.",
                        ExitCode.Failed, fault);
                Retries++;
                onWait(fault.RetryAfter is null ? "the server is away" : "the server asks for patience");
                await Task.Delay(fault.RetryAfter is { } asked && asked > delay ? asked : delay, time, cancellation);
            }
        }
    }
}
