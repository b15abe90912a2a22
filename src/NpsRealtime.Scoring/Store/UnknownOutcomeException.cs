namespace NpsRealtime.Scoring.Store;

/// <summary>The connection broke between the commit and its answer: the transaction may or may not have been committed.</summary>
public sealed class UnknownOutcomeException(Exception innerException)
    : Exception("The database's answer to a commit was lost.", innerException);
