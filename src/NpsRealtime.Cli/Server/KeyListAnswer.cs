namespace NpsRealtime.Cli.Server;

/// <summary>The keys of a tenant or of the platform.</summary>
internal sealed record KeyListAnswer(IReadOnlyList<KeyAnswer> Keys);
