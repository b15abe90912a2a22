using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NpsRealtime.Client;

/// <summary>
/// Watches live scores over server-sent events, from .NET 9 on, in one file and with no package: copy it into your program. It connects
/// again for ever; what it needs after a break comes by itself, since every message is a whole snapshot.
/// </summary>
/// <param name="server">The service, as in <c>http://127.0.0.1:5080</c>.</param>
/// <param name="token">An access key or a board link; null where the service is open to everybody.</param>
/// <param name="http">The client to use; one of its own when null.</param>
public sealed class NpsScores(string server, string? token = null, HttpClient? http = null) : IDisposable
{
    /// <summary>The server sends a heartbeat every 15 s; after two that did not come the connection is dead.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = http ?? new HttpClient { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Called when the connection is made (true) and when it is lost (false): what was shown may be old until it is there again.</summary>
    public Action<bool>? Connected { get; set; }

    /// <summary>
    /// Called with what the server says of the scores beside the scores: which of them nothing answers for, so that they may have moved since,
    /// and how many of a wildcard it does not send.
    /// </summary>
    public Action<Standing>? Told { get; set; }

    /// <summary>The scores as they are now, and then each change, until <paramref name="cancellation"/>.</summary>
    /// <param name="tenant">The tenant's name.</param>
    /// <param name="scores">What to watch, as in <c>tenant@24h</c> or <c>channel/*@today</c>.</param>
    /// <param name="cancellation">Ends the watching.</param>
    /// <exception cref="HttpRequestException">The service refuses the question: the tenant is unknown, the key is wrong, and the like.</exception>
    public async IAsyncEnumerable<Score> WatchAsync(
        string tenant, IEnumerable<string> scores, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var query = string.Join('&', scores.Select(score => "score=" + Uri.EscapeDataString(score)));
        var address = new Uri($"{server.TrimEnd('/')}/v1/tenants/{Uri.EscapeDataString(tenant)}/stream?{query}");
        for (var delay = FirstDelay; ; delay = TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestDelay.Ticks)))
        {
            await using var messages = ReadAsync(address, cancellation).GetAsyncEnumerator(cancellation);
            while (await IsThereNextAsync(messages, cancellation))
            {
                delay = FirstDelay;
                yield return messages.Current;
            }

            Connected?.Invoke(false);
            await Task.Delay(delay, TimeProvider.System, cancellation);
        }
    }

    public void Dispose()
    {
        if (http is null)
            _http.Dispose();
    }

    /// <summary>Whatever breaks a connection ends it; only a refusal and the caller's own wish go further.</summary>
    private static async Task<bool> IsThereNextAsync(IAsyncEnumerator<Score> messages, CancellationToken cancellation)
    {
        try
        {
            return await messages.MoveNextAsync();
        }
        catch (HttpRequestException refusal) when ((int?)refusal.StatusCode is >= 400 and < 500 and not 429)
        {
            throw;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private async IAsyncEnumerable<Score> ReadAsync(Uri address, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(SilenceMax);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        answer.EnsureSuccessStatusCode();
        Connected?.Invoke(true);
        await using var stream = await answer.Content.ReadAsStreamAsync(silence.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(silence.Token))
        {
            silence.CancelAfter(SilenceMax);
            if (item.EventType == "heartbeat" && JsonSerializer.Deserialize<Standing>(item.Data, Json) is { } standing)
                Told?.Invoke(standing);
            if (item.EventType == "score" && JsonSerializer.Deserialize<Score>(item.Data, Json) is { } score)
                yield return score;
        }
    }

    /// <summary>One score over one window at one instant.</summary>
    /// <param name="Tenant">Whose it is.</param>
    /// <param name="Key">Which responses count, as in <c>channel/web</c>.</param>
    /// <param name="Label">The key as people read it.</param>
    /// <param name="Window">When they count.</param>
    /// <param name="Counts">How many there are.</param>
    /// <param name="Nps">The score; null when nothing was counted.</param>
    /// <param name="Interval">Where the true score lies; null when nothing was counted.</param>
    /// <param name="Version">A label: it grows with what has been counted.</param>
    /// <param name="AsOf">When the server said so.</param>
    public sealed record Score(
        string Tenant, string Key, string Label, Span Window, Tally Counts, decimal? Nps, Range? Interval, long Version, DateTimeOffset AsOf);

    /// <summary>How the scores fare: none is unconfirmed and none is left out while all is well.</summary>
    public sealed record Standing(DateTimeOffset ServerTime, IReadOnlyList<Unconfirmed> Unconfirmed, IReadOnlyList<LeftOut> LeftOut);

    /// <summary>A score that nothing has answered for since <paramref name="ConfirmedAt"/>.</summary>
    public sealed record Unconfirmed(string Key, string Window, DateTimeOffset ConfirmedAt);

    /// <summary>How many scores of a wildcard are not sent, since <paramref name="Option"/> is <paramref name="Max"/>.</summary>
    public sealed record LeftOut(string Key, string Window, int Count, string Option, int Max);

    /// <summary>What was counted; <paramref name="From"/> is null for all time.</summary>
    public sealed record Span(string Name, DateTimeOffset? From, DateTimeOffset To);

    /// <summary>How many responses; <paramref name="ByScore"/> has eleven counts, score 0 first.</summary>
    public sealed record Tally(long Promoters, long Passives, long Detractors, long Total, long[] ByScore);

    /// <summary>An interval in points from −100 to +100.</summary>
    public sealed record Range(double Confidence, double Low, double High);
}
