using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace NpsRealtime.Silo.Tests.Support;

/// <summary>
/// Senders that never give up: single requests and NDJSON with duplicates, corrections and erasures, each to any node, repeated until
/// the cluster has acknowledged them. What they were told is what the scores must say.
/// </summary>
internal sealed class ClusterLoad(SiloCluster cluster, int seed)
{
    private const int BatchLines = 100;

    private readonly ConcurrentDictionary<string, int?> _acknowledged = new(StringComparer.Ordinal);
    private readonly List<Task> _senders = [];
    private volatile bool _isEnding;
    private long _requests;
    private long _retries;
    private long _longestMilliseconds;

    /// <summary>Requests that were acknowledged, how often one had to be sent again, and the longest wait for one answer.</summary>
    public string Summary =>
        $"{_requests} requests acknowledged, {_retries} sent again after no answer or a 429 or 5xx, the longest answer took {_longestMilliseconds} ms";

    /// <summary>How long the slowest answer took, good or bad.</summary>
    public TimeSpan Longest => TimeSpan.FromMilliseconds(_longestMilliseconds);

    /// <summary>The counts by score of everything acknowledged.</summary>
    public long[] Expected
    {
        get
        {
            var counts = new long[11];
            foreach (var score in _acknowledged.Values.OfType<int>())
                counts[score]++;
            return counts;
        }
    }

    public void Start(int singleSenders, int lineSenders)
    {
        for (var sender = 0; sender < singleSenders; sender++)
            _senders.Add(SendSinglesAsync($"s{sender}", new Random(seed + sender)));
        for (var sender = 0; sender < lineSenders; sender++)
            _senders.Add(SendLinesAsync($"n{sender}", new Random(seed + 1_000 + sender)));
    }

    /// <summary>Lets every sender finish what it has begun.</summary>
    public Task EndAsync()
    {
        _isEnding = true;
        return Task.WhenAll(_senders);
    }

    private async Task SendSinglesAsync(string name, Random random)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var known = new List<string>();
        while (!_isEnding)
        {
            var isNew = known.Count == 0 || random.Next(3) > 0;
            var id = isNew ? $"{name}-{known.Count}" : known[random.Next(known.Count)];
            var isErasure = !isNew && random.Next(4) == 0;
            var isGone = !isNew && _acknowledged[id] is null;
            var score = random.Next(11);
            var path = $"/v1/tenants/{SiloCluster.Tenant}/responses/{id}";
            await SendAsync(http, random, node => isErasure
                ? new HttpRequestMessage(HttpMethod.Delete, new Uri(node, path))
                : new HttpRequestMessage(HttpMethod.Put, new Uri(node, path)) { Content = Json(Line(id, score), "application/json") });
            if (isNew)
                known.Add(id);
            _acknowledged[id] = isErasure || isGone ? null : score;
        }
    }

    private async Task SendLinesAsync(string name, Random random)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        for (var batch = 0; !_isEnding; batch++)
        {
            var scores = Enumerable.Range(0, BatchLines).ToDictionary(line => $"{name}-{batch}-{line}", _ => random.Next(11), StringComparer.Ordinal);

            // Some lines twice: the second is a duplicate.
            var lines = string.Join('\n', scores.Concat(scores.Take(10)).Select(line => Line(line.Key, line.Value)));
            await SendAsync(http, random, node => new HttpRequestMessage(
                HttpMethod.Post, new Uri(node, $"/v1/tenants/{SiloCluster.Tenant}/responses")) { Content = Json(lines, "application/x-ndjson") });
            foreach (var (id, score) in scores)
                _acknowledged[id] = score;
        }
    }

    /// <summary>Sends to one node after the other until one acknowledges.</summary>
    private async Task SendAsync(HttpClient http, Random random, Func<Uri, HttpRequestMessage> make)
    {
        var nodes = cluster.Nodes.ToArray();
        while (true)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                using var request = make(nodes[random.Next(nodes.Length)].Address);
                using var answer = await http.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.Gone || (answer.IsSuccessStatusCode && IsComplete(text)))
                {
                    Interlocked.Increment(ref _requests);
                    return;
                }

                if ((int)answer.StatusCode is < 429 and >= 400)
                    throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                // The node is gone, or goes while it answers.
            }
            finally
            {
                Note(TimeProvider.System.GetElapsedTime(began));
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private void Note(TimeSpan took)
    {
        var milliseconds = (long)took.TotalMilliseconds;
        long known;
        while ((known = Interlocked.Read(ref _longestMilliseconds)) < milliseconds)
            Interlocked.CompareExchange(ref _longestMilliseconds, milliseconds, known);
    }

    /// <summary>An NDJSON answer says whether everything was taken; lines that were not are listed.</summary>
    private static bool IsComplete(string answer)
    {
        if (answer.Length == 0)
            return true;
        var json = JsonSerializer.Deserialize<JsonElement>(answer);
        return !json.TryGetProperty("complete", out var complete)
            || (complete.GetBoolean() && json.GetProperty("errors").GetArrayLength() == 0);
    }

    private static string Line(string id, int score) => JsonSerializer.Serialize(
        new { id, score, channel = "c" + (score % 3), touchpoint = "checkout", respondedAt = "2026-11-20T10:15:00Z", comment = id });

    private static StringContent Json(string text, string type) =>
        new(text, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue(type));
}
