namespace NpsRealtime.Cli.Server;

/// <summary>A tenant as the server describes it.</summary>
internal sealed record TenantAnswer(string Name, string? Label, string TimeZone);
