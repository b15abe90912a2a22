using System.CommandLine;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Export;

/// <summary><c>nps export</c>.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Tenant = TenantOption.Required("The tenant");
    private static readonly Option<FileInfo?> OutputFile = new("--output")
    {
        Description = "The file to write, readable by you alone (default: standard output)",
        HelpName = "FILE",
    };

    public static Command Make()
    {
        var command = new Command(
            "export",
            "Writes everything stored of a tenant as NDJSON, which nps import reads. It holds comments, customer ids and the "
                + "key of the id hashes: keep it safe.")
        {
            Tenant, OutputFile,
        };
        command.Runs((parsed, context, cancellation) =>
            new Exporter(parsed.GetRequiredValue(Tenant), parsed.GetValue(OutputFile), context).RunAsync(cancellation));
        return command;
    }
}
