using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>A request of a simulated client, and what it was told.</summary>
internal sealed class SentRequest(ResponseRequest request, SimulatedSilo silo, DateTimeOffset at, int lives)
{
    private readonly int _frozen = silo.Context.IsFrozen ? -1 : silo.Frozen;

    public ResponseRequest Request => request;

    public SimulatedSilo Silo => silo;

    public DateTimeOffset At => at;

    /// <summary>Whether its silo could work all the time since.</summary>
    public bool WasNeverFrozen => _frozen == silo.Frozen;

    /// <summary>How many lives the partition had had by then.</summary>
    public int Lives => lives;

    /// <summary>Null while it is under way; <see cref="ResponseStatus.Unavailable"/> also when its silo died.</summary>
    public ResponseStatus? Status { get; set; }

    /// <summary>Whether the partition had one life, in which a repetition gets the first answer.</summary>
    public bool WasInOneLife { get; set; }
}
