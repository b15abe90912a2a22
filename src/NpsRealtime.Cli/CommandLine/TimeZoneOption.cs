using System.CommandLine;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>Options that take a time zone by its IANA name.</summary>
internal static class TimeZoneOption
{
    public static Option<TimeZoneInfo?> Make(string description) => new("--time-zone")
    {
        Description = description,
        HelpName = "ZONE",
        CustomParser = result =>
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(result.Tokens[0].Value, out var zone))
                return zone;
            result.AddError(
                $"'{result.Tokens[0].Value}' is no time zone that this machine knows; write an IANA name such as Europe/Berlin or UTC.");
            return null;
        },
    };
}
