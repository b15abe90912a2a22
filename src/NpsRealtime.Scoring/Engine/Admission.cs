namespace NpsRealtime.Scoring.Engine;

/// <summary>What a sender wants when too much is waiting.</summary>
public enum Admission
{
    /// <summary>Refuse at once with <see cref="Responses.ResponseStatus.Overloaded"/>.</summary>
    RefuseWhenFull,

    /// <summary>Wait for room; the sender's body is simply not read on meanwhile.</summary>
    WaitForRoom,
}
