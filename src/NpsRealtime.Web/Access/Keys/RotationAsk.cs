namespace NpsRealtime.Web.Access.Keys;

/// <summary>How a key is rotated.</summary>
/// <param name="OverlapMinutes">How long the old key goes on working beside the new one; a day when left out.</param>
public sealed record RotationAsk(int? OverlapMinutes);
