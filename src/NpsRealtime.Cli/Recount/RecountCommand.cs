using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Server;
using Spectre.Console;

namespace NpsRealtime.Cli.Recount;

/// <summary><c>nps recount</c>.</summary>
internal static class RecountCommand
{
    private const int ListedMax = 100;

    private static readonly Option<string?> Tenant = TenantOption.Optional("The tenant (default: all of them)");

    public static Command Make()
    {
        var command = new Command(
            "recount",
            "Recounts the responses against the tallies and reports every difference; exit code 1 when there is one.") { Tenant };
        command.Runs(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        IReadOnlyList<string> tenants = parsed.GetValue(Tenant) is { } tenant ? [tenant] : await context.Server.ListTenantsAsync(cancellation);
        var answers = new List<RecountAnswer>();
        foreach (var name in tenants)
            answers.Add(await context.Server.RecountAsync(name, cancellation));
        if (context.Json)
            context.Terminal.Out.WriteLine(JsonSerializer.Serialize(answers, ServerJson.Default.IReadOnlyListRecountAnswer));
        else
            Show(context, answers);
        return answers.TrueForAll(answer => answer.IsClean) ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(CommandContext context, List<RecountAnswer> answers)
    {
        if (answers.Count == 0)
            context.Terminal.Out.WriteLine("There are no tenants.");
        foreach (var answer in answers)
        {
            context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{answer.Tenant}: {answer.Responses:N0} responses, {answer.Tallied:N0} tallied, ")
                + string.Create(CultureInfo.InvariantCulture, $"{answer.Buckets:N0} buckets compared: {Verdict(answer)}"));
            if (answer.Differences.Count > 0)
                ShowDifferences(context, answer);
        }
    }

    private static string Verdict(RecountAnswer answer) => answer.IsClean
        ? "clean"
        : string.Create(CultureInfo.InvariantCulture, $"{answer.DifferencesTotal:N0} differences");

    private static void ShowDifferences(CommandContext context, RecountAnswer answer)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("key", "partition", "bucket", "minutes", "tallied, score 0 to 10", "recounted");
        foreach (var difference in answer.Differences.Take(ListedMax))
        {
            table.AddRow(
                Markup.Escape(difference.Key),
                difference.Partition.ToString(CultureInfo.InvariantCulture),
                difference.Bucket.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
                difference.Resolution.ToString(CultureInfo.InvariantCulture),
                string.Join(' ', difference.Tallied),
                string.Join(' ', difference.Recounted));
        }

        context.Terminal.Screen.Write(table);
        if (answer.DifferencesTotal > ListedMax)
            context.Terminal.Out.WriteLine("… --json lists the first 1,000.");
    }
}
