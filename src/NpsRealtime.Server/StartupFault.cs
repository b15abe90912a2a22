using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;
using Orleans.Runtime.MembershipService;

namespace NpsRealtime.Server;

/// <summary>Tells faults that an operator can mend from faults of the program.</summary>
internal static class StartupFault
{
    /// <summary>One line that says what is wrong and what to do; null for a fault of the program, whose stack trace is wanted.</summary>
    public static string? MessageOf(Exception fault)
    {
        var message = fault switch
        {
            StartupException => fault.Message,
            OptionsValidationException options => "An option is not valid: " + string.Join("; ", options.Failures.Select(Readable)),
            OrleansClusterConnectivityCheckFailedException =>
                "The other nodes of the cluster could not be reached, or would not talk to this one. Check that their addresses (--Orleans:Address) and ports can be reached from here and this one's from there, and that all nodes show certificates that the others trust (--Orleans:Certificate), or none does.",
            AddressInUseException => InUse(fault),
            IOException { InnerException: AddressInUseException } => InUse(fault),
            IOException { InnerException: SocketException } => fault.Message + " Choose another address with --urls.",
            SocketException socket => $"The address can't be listened on: {socket.Message}. Choose another with --urls http://127.0.0.1:PORT.",
            InvalidOperationException when IsOfConfiguration(fault) => fault.Message,
            FormatException when IsOfAddress(fault) => "An address is not valid: " + fault.Message + " Write it like --urls http://127.0.0.1:5080.",
            ArgumentException when IsFromAddress(fault) => "A port lies outside 0 to 65535. Write the address like --urls http://127.0.0.1:5080.",
            InvalidDataException => "A settings file can't be read: " + fault.Message,
            AggregateException { InnerExceptions: [var first, ..] } => MessageOf(first),
            _ => null,
        };
        return message?.ReplaceLineEndings(" ");
    }

    private static string InUse(Exception fault) =>
        fault.Message + " Is the server running already? Stop that program, or choose another address with --urls http://127.0.0.1:PORT.";

    // "DataAnnotation validation failed for 'ScoringOptions' members: 'SegmentsMax' with the error: 'The field …'."
    private static string Readable(string failure)
    {
        const string Marker = "with the error: ";
        var at = failure.IndexOf(Marker, StringComparison.Ordinal);
        return at < 0 ? failure : failure[(at + Marker.Length)..].Trim('\'', '.', ' ');
    }

    private static bool IsOfConfiguration(Exception fault) =>
        fault.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal)
        || IsFromAddress(fault);

    private static bool IsFromAddress(Exception fault) => fault.StackTrace?.Contains("AddressBinder", StringComparison.Ordinal) == true;

    private static bool IsOfAddress(Exception fault) =>
        fault is UriFormatException || fault.Message.Contains("url", StringComparison.OrdinalIgnoreCase);
}
