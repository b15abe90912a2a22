namespace NpsRealtime.Scoring.Engine;

/// <summary>A read waited for a position and ran out of time.</summary>
public sealed class NotYetException(string message) : Exception(message);
