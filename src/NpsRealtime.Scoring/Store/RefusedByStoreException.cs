namespace NpsRealtime.Scoring.Store;

/// <summary>The database refuses what is to be written for its content; nothing was committed, and the same again would fail again.</summary>
public class RefusedByStoreException(string message, Exception? innerException) : Exception(message, innerException);
