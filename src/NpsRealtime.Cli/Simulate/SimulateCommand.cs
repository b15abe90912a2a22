using System.CommandLine;
using System.Globalization;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Simulate;

/// <summary><c>nps simulate</c>.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string?> Tenant = TenantOption.Optional("The tenant that gets the made-up responses; made when it isn't there");
    private static readonly Option<string?> Output = new("--output")
    {
        Description = "Write NDJSON to a file, or - for standard output, instead of sending",
        HelpName = "FILE",
    };

    private static readonly Option<double> Rate = new("--rate")
    {
        Description = "Live responses a second",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "The same seed, start and time zone give the same responses",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<TimeSpan?> For = DurationOption.Make(
        "--for",
        "How long the live traffic lasts, as in 10m (default: until Ctrl-C)");

    private static readonly Option<long?> Count = new("--count") { Description = "End the live traffic after N events", HelpName = "N" };
    private static readonly Option<TimeSpan?> History = DurationOption.Make("--history", "Load this much history first, as in 35d");
    private static readonly Option<double> PerDay = new("--per-day")
    {
        Description = "Responses of an average day of the history",
        HelpName = "N",
        DefaultValueFactory = _ => 2_400,
    };

    private static readonly Option<bool> Rhythm = new("--rhythm")
    {
        Description = "Let the live traffic follow the hour of the day; --rate is then the week's average",
    };

    private static readonly Option<TimeZoneInfo?> TimeZone = TimeZoneOption.Make(
        "The zone of the contact centre's day (default: the tenant's)");

    private static readonly Option<string> Bad = new("--bad")
    {
        Description = "The touchpoint that goes bad a minute after the start, for four minutes, and again every twelve; one of "
            + $"{string.Join(", ", ContactCentre.TouchpointNames)}, or none",
        HelpName = "NAME",
        DefaultValueFactory = _ => ContactCentre.TouchpointNames[0],
    };

    private static readonly Option<DateTimeOffset?> Start = new("--start")
    {
        Description = "When the live traffic begins, as in 2026-11-22T08:00:00Z (default: now); what lies in the past is sent at once",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
                return start;
            result.AddError($"'{result.Tokens[0].Value}' is no time; write one such as 2026-11-22T08:00:00Z.");
            return null;
        },
    };

    public static Command Make()
    {
        var command = new Command(
            "simulate",
            "Makes up a contact centre's day: a rhythm, several channels and touchpoints, one that goes bad, late, duplicate "
                + "and corrected responses.")
        {
            Tenant, Rate, Seed, For, Count, History, PerDay, Start, Rhythm, Bad, TimeZone, Output,
        };
        command.Runs((parsed, context, cancellation) => new Simulator(Read(parsed), context).RunAsync(cancellation));
        return command;
    }

    private static SimulateOptions Read(ParseResult parsed)
    {
        var options = new SimulateOptions(
            parsed.GetValue(Tenant),
            parsed.GetValue(Output),
            InRange(parsed.GetRequiredValue(Rate), 0.001, 100_000, "--rate"),
            parsed.GetValue(Seed),
            parsed.GetValue(Start),
            parsed.GetValue(For),
            parsed.GetValue(Count),
            parsed.GetValue(History),
            InRange(parsed.GetValue(PerDay), 1, 10_000_000, "--per-day"),
            parsed.GetValue(Rhythm),
            BadTouchpoint(parsed.GetRequiredValue(Bad)),
            parsed.GetValue(TimeZone));
        if (options.Tenant is null == options.OutputFile is null)
            throw CommandException.Usage("Say where the responses go: --tenant NAME sends them to the server, --output FILE writes them.");
        if (options.OutputFile is not null && (options.For ?? options.History) is null && options.Count is null)
            throw CommandException.Usage("A file needs an end: say --for TIME, --count N or --history TIME.");
        return options;
    }

    private static double InRange(double value, double from, double to, string option) => value >= from && value <= to
        ? value
        : throw CommandException.Usage(string.Create(CultureInfo.InvariantCulture, $"{option} takes a number from {from} to {to:N0}."));

    private static string? BadTouchpoint(string named)
    {
        if (named.Equals("none", StringComparison.OrdinalIgnoreCase))
            return null;
        return ContactCentre.TouchpointNames.FirstOrDefault(name => name.Equals(named, StringComparison.OrdinalIgnoreCase))
            ?? throw CommandException.Usage(
                $"There is no touchpoint '{named}' to go bad; there are: {string.Join(", ", ContactCentre.TouchpointNames)}, or none.");
    }
}
