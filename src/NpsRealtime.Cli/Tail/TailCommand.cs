using System.CommandLine;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Tail;

/// <summary><c>nps tail</c>.</summary>
internal static class TailCommand
{
    private static readonly Option<string> Tenant = TenantOption.Required("The tenant");

    private static readonly Option<string[]> Score = new("--score")
    {
        Description = "A score and its window, as in channel/web@1h, tenant@today, touchpoint/*@24h; repeat it for more (default: "
            + "tenant@24h and channel/*@24h)",
        HelpName = "KEY@WINDOW",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => ["tenant@24h", "channel/*@24h"],
    };

    private static readonly Option<long?> Count = new("--count") { Description = "End after N changes", HelpName = "N" };

    public static Command Make()
    {
        var command = new Command(
            "tail",
            "Shows scores as they change, for ever; with --json one snapshot a line.") { Tenant, Score, Count };
        command.Runs((parsed, context, cancellation) =>
        {
            ITailView view = context.Json ? new JsonView(context.Terminal)
                : context.Terminal.HasScreen ? new TableView(context.Terminal, context.Time)
                : new LinesView(context.Terminal);
            return new Follower(context, parsed.GetRequiredValue(Tenant), parsed.GetRequiredValue(Score), parsed.GetValue(Count))
                .RunAsync(view, cancellation);
        });
        return command;
    }
}
