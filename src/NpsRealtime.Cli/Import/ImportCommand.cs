using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Import;

/// <summary><c>nps import FILE</c>.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> File = new("FILE")
    {
        Description = "A .csv file with a header line, or an .ndjson file such as an export",
    };

    private static readonly Option<string?> Tenant = TenantOption.Optional("The tenant; made when it isn't there. An export names its own");
    private static readonly Option<string?> Score = Column("--score", "Scores, 0 to 10 (default: the column 'score')");
    private static readonly Option<string?> Channel = Column(
        "--channel",
        "Channels, or =phone when all are one (default: the column 'channel')");

    private static readonly Option<string?> Touchpoint = Column(
        "--touchpoint",
        "Touchpoints, or =checkout when all are one (default: the column 'touchpoint')");

    private static readonly Option<string?> At = Column("--at", "When the customers answered; without it the server's clock counts");
    private static readonly Option<string?> Comment = Column("--comment", "Comments");
    private static readonly Option<string?> Customer = Column("--customer", "Customer ids");
    private static readonly Option<string?> Id = Column(
        "--id",
        "Response ids; without it ids are made of what is imported, so that importing twice adds nothing");

    private static readonly Option<string?> DateFormat = new("--date-format")
    {
        Description = "The dates' form, as in dd/MM/yy, MM/dd/yyyy HH:mm, unix, unix-ms (default: ISO 8601)",
        HelpName = "FORMAT",
    };

    private static readonly Option<TimeZoneInfo?> TimeZone = TimeZoneOption.Make(
        "The zone of dates without an offset (default: the tenant's), and of the tenant if it is made. A date without a time "
            + "is the day's first instant");

    private static readonly Option<bool> Correct = new("--correct")
    {
        Description = "Replace responses that are there with other content, instead of refusing the line",
    };

    private static readonly Option<string?> Refused = new("--refused")
    {
        Description = "Write every refused line to a file, as NDJSON",
        HelpName = "FILE",
    };

    private static readonly Option<TimeSpan?> RetryFor = DurationOption.Make(
        "--retry-for",
        "How long to wait for a server that went away (default: 5m)");

    private static readonly Option<KeyValuePair<string, string>[]> Segment = new("--segment")
    {
        Description = "A segment and its column, as in region=Market; repeat it for more. region==EMEA gives all the same",
        HelpName = "NAME=COL",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ParseSegments,
    };

    private static readonly Option<char?> Delimiter = new("--delimiter")
    {
        Description = "What stands between fields (default: , ; tab or | as the header shows); 'tab' is one",
        HelpName = "CHAR",
        CustomParser = ParseDelimiter,
    };

    private static readonly Option<Encoding?> FileEncoding = new("--encoding")
    {
        Description = "The file's encoding, as in windows-1252 (default: utf-8)",
        HelpName = "NAME",
        CustomParser = ParseEncoding,
    };

    /// <summary>Strict, so that a file in another encoding is noticed instead of filling the database with question marks.</summary>
    private static UTF8Encoding Utf8 => new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Make()
    {
        var command = new Command("import", "Imports a CSV or NDJSON file. Importing it again adds nothing.")
        {
            File, Tenant, Score, Channel, Touchpoint, At, DateFormat, TimeZone, Segment, Comment, Customer, Id, Delimiter,
            FileEncoding, Correct, Refused, RetryFor,
        };
        command.Runs((parsed, context, cancellation) => new Importer(Read(parsed), context).RunAsync(cancellation));
        return command;
    }

    private static ImportOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(File),
        parsed.GetValue(Tenant),
        new ColumnOptions(
            parsed.GetValue(Score), parsed.GetValue(Channel), parsed.GetValue(Touchpoint), parsed.GetValue(At),
            parsed.GetValue(Comment), parsed.GetValue(Customer), parsed.GetValue(Id), parsed.GetValue(Segment) ?? []),
        parsed.GetValue(DateFormat),
        parsed.GetValue(TimeZone),
        parsed.GetValue(Delimiter),
        parsed.GetValue(FileEncoding) ?? Utf8,
        parsed.GetValue(Correct),
        parsed.GetValue(Refused),
        parsed.GetValue(RetryFor) ?? TimeSpan.FromMinutes(5));

    private static Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "COL" };

    private static KeyValuePair<string, string>[] ParseSegments(ArgumentResult result)
    {
        var segments = new List<KeyValuePair<string, string>>();
        foreach (var token in result.Tokens)
        {
            var equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && equals < token.Value.Length - 1)
                segments.Add(new(token.Value[..equals], token.Value[(equals + 1)..]));
            else
                result.AddError($"'{token.Value}' is not NAME=COLUMN, as in --segment region=Market.");
        }

        return [.. segments];
    }

    private static char? ParseDelimiter(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "tab" or "\\t")
            return '\t';
        if (text.Length == 1)
            return text[0];
        result.AddError("--delimiter takes one character, or the word tab.");
        return null;
    }

    private static Encoding? ParseEncoding(ArgumentResult result)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            var name = result.Tokens[0].Value;
            return name.ToUpperInvariant() is "UTF-8" or "UTF8"
                ? Utf8
                : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            result.AddError($"'{result.Tokens[0].Value}' is no encoding that is known here; try utf-8, windows-1252, iso-8859-1 or utf-16.");
            return null;
        }
    }
}
