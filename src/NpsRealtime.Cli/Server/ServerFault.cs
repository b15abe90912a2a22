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
        return answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout
            ? new TransientException(sentence, RetryAfter(answer))
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
