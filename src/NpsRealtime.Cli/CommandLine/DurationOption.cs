using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>Options that take a length of time, such as <c>90s</c>, <c>5m</c>, <c>2h</c> or <c>35d</c>.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Make(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Parse,
    };

    internal static bool TryParse(string text, [NotNullWhen(true)] out TimeSpan? duration)
    {
        duration = null;
        if (text.Length < 2
            || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > 100_000)
            return false;
        duration = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
        return duration > TimeSpan.Zero;
    }

    private static TimeSpan? Parse(ArgumentResult result)
    {
        if (TryParse(result.Tokens[0].Value, out var duration))
            return duration;
        result.AddError($"'{result.Tokens[0].Value}' is no length of time; write a number and s, m, h or d, as in 90s or 35d.");
        return null;
    }
}
