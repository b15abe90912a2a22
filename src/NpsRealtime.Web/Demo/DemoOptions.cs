using System.ComponentModel.DataAnnotations;
using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Demo;

/// <summary>What <c>--demo</c> shows.</summary>
public sealed class DemoOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Demo";

    /// <summary>The tenant that the demo makes and fills.</summary>
    public const string Tenant = "demo";

    /// <summary>Whether the server runs as a demo, on a throw-away database. <c>--demo</c> sets it.</summary>
    public bool Enabled { get; set; }

    /// <summary>Live responses a second.</summary>
    [Range(0.1, 1_000)]
    public double ResponsesPerSecond { get; set; } = 4;

    /// <summary>Days of history that are made up at the start.</summary>
    [Range(0, 400)]
    public int HistoryDays { get; set; } = 91;

    /// <summary>Responses of an average day of that history.</summary>
    [Range(1, 100_000)]
    public int HistoryResponsesPerDay { get; set; } = 2_400;

    /// <summary>The touchpoint that goes bad a minute after the start, recovers, and goes bad again.</summary>
    public string BadTouchpoint { get; set; } = "Checkout";

    /// <summary>What the made-up responses are drawn from.</summary>
    public ulong Seed { get; set; } = 2_021;
}

/// <summary>
/// Makes <c>--demo</c> and <c>--open</c> switches. The configuration's own reader of command lines knows only pairs: it would take the next
/// argument for the switch's value.
/// </summary>
public static class DemoArguments
{
    public static string[] Expand(IEnumerable<string> args) =>
        [.. args.Select(argument => argument switch
        {
            "--demo" => $"--{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}=true",
            "--open" => $"--{AccessOptions.Section}:{nameof(AccessOptions.Open)}=true",
            _ => argument,
        })];
}
