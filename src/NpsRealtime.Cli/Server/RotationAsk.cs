namespace NpsRealtime.Cli.Server;

/// <summary>How long a rotated key goes on working.</summary>
internal sealed record RotationAsk(int? OverlapMinutes);
