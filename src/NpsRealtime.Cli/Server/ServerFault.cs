using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NpsRealtime.Cli.Server;

/// <summary>Reads what a server says when it does not do what it was asked.</summary>
internal static class ServerFault
{
    public static async Task<Exception> ReadAsync(HttpResponseMessage answer, string address, CancellationToken cancellation)
    {
        var problem = await ReadProblemAsync(answer, cancellation);
        var sentence = problem?.Detail ?? problem?.Title ?? $"The server at {address} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";
        if (problem?.Code == "unknown-tenant" && answer.RequestMessage?.RequestUri?.Segments is [_, _, _, var tenant, ..])
            sentence = $"There is no tenant '{Uri.UnescapeDataString(tenant.TrimEnd('/'))}' at {address}; nps import and nps simulate make one.";
        if (problem?.Code == "unauthorized")
            sentence = $"The server at {address} asks for a key that works: give one with --key KEY or in the variable NPS_KEY. The first one stands in the file platform.key beside its database.";
        if (problem?.Code == "unknown-access-key")
            sentence += " nps keys list shows them with their ids.";
        return answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout
            ? new TransientException(sentence, RetryAfter(answer)) { Committed = problem?.Committed }
            : new ServerException(sentence, answer.StatusCode, problem?.Code);
    }

    private static async Task<ProblemAnswer?> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return null;
        try
        {
            return await answer.Content.ReadFromJsonAsync(ServerJson.Default.ProblemAnswer, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter?.Delta;
}
