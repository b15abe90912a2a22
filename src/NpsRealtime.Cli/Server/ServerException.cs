using System.Net;
using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Server;

/// <summary>The server understood and refused, and asking again would not help.</summary>
internal sealed class ServerException(string sentence, HttpStatusCode status, string? code) : CommandException(sentence)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>The problem's code, as in <c>unknown-tenant</c>.</summary>
    public string? Code { get; } = code;
}
