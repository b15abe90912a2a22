namespace NpsRealtime.Cli.Server;

/// <summary>The server did not answer, or asked to be asked again. Sending again is safe, whatever was sent.</summary>
internal sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How long the server asked to wait; null when it said nothing.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>What was taken of an NDJSON body before the database went away.</summary>
    public IngestAnswer? Committed { get; init; }
}
