namespace NpsRealtime.Server.Node;

/// <summary>
/// Ends a silo that can't go on, in one sentence. Mostly the others have declared it dead, since it was frozen or cut off; what it holds
/// is fenced then, and others have it. Orleans would abort the process, with two stacks.
/// </summary>
internal sealed class NodeFailure(ILogger<NodeFailure> logger) : IFatalErrorHandler
{
    // Until the console's own thread has written the sentence.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private int _isEnding;

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
            return;
        if (exception is null)
            Log.DeclaredDead(logger);
        else
            Log.NodeFailed(logger, context ?? "its membership", exception);
        using var never = new ManualResetEventSlim();
        never.Wait(Grace);
        Environment.Exit(1);
    }
}
