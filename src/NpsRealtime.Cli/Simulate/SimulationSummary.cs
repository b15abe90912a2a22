using System.Globalization;
using System.Text.Json;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Simulate;

/// <summary>Says what became of a simulation.</summary>
internal static class SimulationSummary
{
    public static void Write(CommandContext context, SimulationTotals totals, TimeSpan elapsed)
    {
        if (!context.Json)
        {
            context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"sent {totals.Sent:N0} in {elapsed.TotalSeconds:0.0} s: {totals.Accepted:N0} accepted, ")
                + string.Create(CultureInfo.InvariantCulture,
                $"{totals.Duplicates:N0} {(totals.Duplicates == 1 ? "duplicate" : "duplicates")}, {totals.Corrected:N0} corrected, {totals.Refused:N0} refused"));
            return;
        }

        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("sent", totals.Sent);
            json.WriteNumber("accepted", totals.Accepted);
            json.WriteNumber("duplicates", totals.Duplicates);
            json.WriteNumber("corrected", totals.Corrected);
            json.WriteNumber("refused", totals.Refused);
            json.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
