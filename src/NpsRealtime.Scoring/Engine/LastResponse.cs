namespace NpsRealtime.Scoring.Engine;

/// <summary>When the latest response was given and when it was committed here.</summary>
public sealed record LastResponse(DateTimeOffset RespondedAt, DateTimeOffset AcceptedAt);
