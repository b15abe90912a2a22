using System.Text.Json;

namespace NpsRealtime.Cli.Tests;

/// <summary>Reads scores over HTTP.</summary>
internal static class Snapshots
{
    private static readonly TimeSpan SettledMax = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Waits until a key has these counts. A score that is only polled hears of commits once a second, so a read right after an
    /// import may well be of the second before it.
    /// </summary>
    public static async Task ShouldSettleAsync(HttpClient http, string tenant, string key, long[] counts)
    {
        var started = TimeProvider.System.GetTimestamp();
        var seen = await CountsAsync(http, tenant, key);
        while (!seen.SequenceEqual(counts) && TimeProvider.System.GetElapsedTime(started) < SettledMax)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            seen = await CountsAsync(http, tenant, key);
        }

        seen.ShouldBe(counts);
    }

    /// <summary>The eleven counts of a key over all time.</summary>
    public static async Task<long[]> CountsAsync(HttpClient http, string tenant, string key)
    {
        var snapshot = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync($"/v1/tenants/{tenant}/scores/{key}?window=all"));
        return [.. snapshot.GetProperty("counts").GetProperty("byScore").EnumerateArray().Select(count => count.GetInt64())];
    }
}
