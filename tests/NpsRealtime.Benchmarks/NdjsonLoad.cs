using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NpsRealtime.Benchmarks;

/// <summary>Sends NDJSON bodies over so many connections and measures how long it takes until every one is answered.</summary>
internal static class NdjsonLoad
{
    /// <summary>Responses a second, all of them accepted.</summary>
    public static async Task<double> RunAsync(HttpClient http, IReadOnlyList<(string Tenant, byte[] Body)> bodies, int linesPerBody, int connections)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (var index = Interlocked.Increment(ref next); index < bodies.Count; index = Interlocked.Increment(ref next))
                await SendAsync(http, bodies[index].Tenant, bodies[index].Body, linesPerBody);
        })));
        return bodies.Count * linesPerBody / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task SendAsync(HttpClient http, string tenant, byte[] body, int lines)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.PostAsync($"/v1/tenants/{tenant}/responses", content);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || JsonSerializer.Deserialize<JsonElement>(text).GetProperty("accepted").GetInt64() != lines)
            throw new InvalidOperationException($"Not everything was accepted: {(int)answer.StatusCode} {text}");
    }
}
