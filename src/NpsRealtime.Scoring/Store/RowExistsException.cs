namespace NpsRealtime.Scoring.Store;

/// <summary>A response that was taken for new has a row; nothing was committed.</summary>
public sealed class RowExistsException(Exception? innerException = null)
    : RefusedByStoreException("A response that was to be inserted is there already.", innerException);
