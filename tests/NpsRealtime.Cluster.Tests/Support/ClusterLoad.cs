using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>
/// Senders that never give up: single requests and NDJSON with duplicates, corrections and erasures, each to any node, repeated until
/// the cluster has acknowledged them. What they were told is what the scores must say.
/// </summary>
internal sealed class ClusterLoad(SiloProcess[] nodes, int seed)
{
    private const int BatchLines = 100;

    // At length they send as fast as they are answered. In every run they share the machine with other tests, and leave it some of it.
    private static readonly TimeSpan Rest =
        LongRun.IsAsked ? TimeSpan.Zero : TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, int?> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _slowest = new();
    private readonly List<Task> _senders = [];
    private volatile bool _isEnding;
    private long _requests;
    private long _retries;
    private long _unanswered;
    private long _retriesMax;
    private long _longestMilliseconds;

    /// <summary>Requests that were acknowledged, how often one had to be sent again, and the longest wait for one answer.</summary>
    public string Summary =>
        $"{_requests} requests acknowledged, {_retries} sent again after no answer or a 429 or 5xx ({_unanswered} of them without any answer), one of them {_retriesMax} times; the longest answer of an undisturbed node took {_longestMilliseconds} ms"
        + string.Concat(_slowest.Take(20).Select(slow => Environment.NewLine + "  slow: " + slow));

    /// <summary>How long the slowest answer took, good or bad, of a node that was not itself killed, stopped or frozen meanwhile.</summary>
    public TimeSpan Longest => TimeSpan.FromMilliseconds(_longestMilliseconds);

    /// <summary>How often the unluckiest request had to be sent again.</summary>
    public long RetriesMax => _retriesMax;

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
    /// <exception cref="TimeoutException">Some could not; it says what they were about.</exception>
    public async Task EndAsync(int seconds)
    {
        _isEnding = true;
        try
        {
            await Task.WhenAll(_senders).WaitAsync(TimeSpan.FromSeconds(seconds));
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"Senders did not end within {seconds} s: {string.Join("; ", _underWay.Values)}. {Summary}", failure);
        }
    }

    private async Task SendSinglesAsync(string name, Random random)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var known = new List<string>();
        var sent = 0;
        while (!_isEnding)
        {
            var isNew = known.Count == 0 || random.Next(3) > 0;
            var id = isNew ? $"{name}-{sent}" : known[random.Next(known.Count)];
            var isErasure = !isNew && random.Next(4) == 0;
            var isGone = !isNew && _acknowledged[id] is null;
            var score = random.Next(11);
            var path = $"/v1/tenants/{SiloCluster.Tenant}/responses/{id}";
            var isSure = await SendAsync(name, http, random, node => isErasure
                ? new HttpRequestMessage(HttpMethod.Delete, new Uri(node, path))
                : new HttpRequestMessage(HttpMethod.Put, new Uri(node, path)) { Content = Json(Line(id, score), "application/json") });
            _acknowledged[id] = isErasure || isGone ? null : score;
            sent += isNew ? 1 : 0;
            if (isNew && isSure)
                known.Add(id);
            else if (!isSure)
                known.Remove(id);
            await Task.Delay(Rest, TimeProvider.System);
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
            await SendAsync(name, http, random, node => new HttpRequestMessage(
                HttpMethod.Post, new Uri(node, $"/v1/tenants/{SiloCluster.Tenant}/responses")) { Content = Json(lines, "application/x-ndjson") });
            foreach (var (id, score) in scores)
                _acknowledged[id] = score;
            await Task.Delay(Rest, TimeProvider.System);
        }
    }

    /// <summary>
    /// Sends to one node after the other until one acknowledges. False when a node was given up without an answer: it may carry the
    /// request out later, so that nothing else may be sent under that id; no server could know better.
    /// </summary>
    private async Task<bool> SendAsync(string sender, HttpClient http, Random random, Func<Uri, HttpRequestMessage> make)
    {
        var isSure = true;
        for (var retries = 0L; ; retries++)
        {
            Raise(ref _retriesMax, retries);
            var node = Pick(random);
            using var request = make(node.Address);
            var (began, disturbances) = (TimeProvider.System.GetTimestamp(), node.Disturbances);
            var outcome = "no answer";
            _underWay[sender] = $"{sender}: {request.Method} to {node.Address} since {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}, sent {retries} times before";
            try
            {
                using var answer = await http.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                outcome = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (answer.StatusCode == HttpStatusCode.Gone || (answer.IsSuccessStatusCode && IsComplete(text)))
                {
                    Interlocked.Increment(ref _requests);
                    return isSure;
                }

                if ((int)answer.StatusCode is < 429 and >= 400)
                    throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
                _underWay[sender] += $", {outcome}: {text}";
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                // The node is gone, or goes while it answers.
                Interlocked.Increment(ref _unanswered);
                isSure = isSure && failure is not TaskCanceledException;
            }
            finally
            {
                Note(node, disturbances, TimeProvider.System.GetElapsedTime(began), $"{request.Method} by {sender}: {outcome}");
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Any node, but for those that the proxy in front would have been told to leave out.</summary>
    private SiloProcess Pick(Random random)
    {
        var serving = nodes.Where(node => node.IsServing).ToArray();
        return serving[random.Next(serving.Length)];
    }

    private void Note(SiloProcess node, int disturbances, TimeSpan took, string what)
    {
        if (node.Disturbances != disturbances || node.IsFrozen)
            return;
        Raise(ref _longestMilliseconds, (long)took.TotalMilliseconds);
        if (took > TimeSpan.FromSeconds(8))
            _slowest.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {node.Address} {what} after {took.TotalMilliseconds:F0} ms");
    }

    private static void Raise(ref long highest, long value)
    {
        long known;
        while ((known = Interlocked.Read(ref highest)) < value)
            Interlocked.CompareExchange(ref highest, value, known);
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
