namespace NpsRealtime.Simulation;

/// <summary>Something a survey tool sends.</summary>
/// <param name="Kind">What is special about it.</param>
/// <param name="SentAt">When it is sent.</param>
/// <param name="Response">The response as it is sent.</param>
public sealed record SimulatedEvent(SimulatedKind Kind, DateTimeOffset SentAt, SimulatedResponse Response);
