namespace NpsRealtime.Scoring.Engine;

/// <summary>The database can't be reached now. Trying again is safe.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
