namespace NpsRealtime.Cli.Simulate;

/// <summary>A simulation as the command line asks for it.</summary>
/// <param name="Tenant">Whose responses they are; null when they go to a file.</param>
/// <param name="OutputFile">The file to write instead of sending; <c>-</c> is standard output.</param>
/// <param name="Rate">Live responses a second.</param>
/// <param name="Seed">What everything is drawn from.</param>
/// <param name="Start">When the live traffic begins; null is now.</param>
/// <param name="For">How long it lasts; null is until somebody stops it.</param>
/// <param name="Count">After how many events it ends; null is never.</param>
/// <param name="History">How much history goes before it; null is none.</param>
/// <param name="PerDay">Responses of an average day of the history.</param>
/// <param name="Rhythm">Whether live traffic is quiet at night.</param>
/// <param name="BadTouchpoint">The touchpoint that goes bad; null is none.</param>
/// <param name="TimeZone">The time zone of the contact centre's day; null is the tenant's.</param>
internal sealed record SimulateOptions(
    string? Tenant,
    string? OutputFile,
    double Rate,
    ulong Seed,
    DateTimeOffset? Start,
    TimeSpan? For,
    long? Count,
    TimeSpan? History,
    double PerDay,
    bool Rhythm,
    string? BadTouchpoint,
    TimeZoneInfo? TimeZone);
