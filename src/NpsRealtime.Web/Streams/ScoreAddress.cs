namespace NpsRealtime.Web.Streams;

/// <summary>One score to watch, as a client writes it.</summary>
/// <param name="Key">A score key, or a wildcard such as <c>channel/*</c>.</param>
/// <param name="Window">The window's name; <c>24h</c> when left out.</param>
public sealed record ScoreAddress(string? Key, string? Window);
