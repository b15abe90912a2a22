using System.Globalization;
using System.Text;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>Tenants to look at: a usual one, one with nothing, one with a single response, both ends of the scale, thirty touchpoints, far too much of everything, and very long names.</summary>
internal static class SeededTenants
{
    private const string LongName = "A very long name of a channel that nobody can read";

    /// <summary>All of them.</summary>
    public static readonly string[] All = ["usual", "empty", "single", "best", "worst", "thirty", "crowded", "verbose"];

    /// <summary>Makes the named ones.</summary>
    public static async Task MakeAsync(NpsApp app, params string[] tenants)
    {
        foreach (var tenant in tenants)
        {
            await app.PutTenantAsync(tenant, "Europe/Berlin");
            await (tenant switch
            {
                "usual" => SendAsync(app, tenant, 1_200, channels: 12, touchpoints: 10, index => index * 7 % 11 < 3 ? index % 9 : 7 + (index % 4), i => $"Channel {i}"),
                "single" => SendAsync(app, tenant, 1, channels: 1, touchpoints: 1, _ => 9, i => $"Channel {i}"),
                "best" => SendAsync(app, tenant, 40, channels: 3, touchpoints: 2, _ => 10, i => $"Channel {i}"),
                "worst" => SendAsync(app, tenant, 40, channels: 1, touchpoints: 1, _ => 0, i => $"Channel {i}"),
                "thirty" => SendAsync(app, tenant, 900, channels: 5, touchpoints: 30, index => index * 5 % 11, i => $"Channel {i}"),
                "crowded" => SendAsync(app, tenant, 400, channels: 40, touchpoints: 50, index => index % 11, i => $"{LongName} {i}"),
                "verbose" => SendAsync(app, tenant, 900, channels: 4, touchpoints: 30, index => index * 5 % 11, i => $"{LongName} {i}", "An unusually long name of a touchpoint that goes on and on"),
                _ => Task.CompletedTask,
            });
        }
    }

    /// <summary>Sends responses spread over the last 23 hours.</summary>
    public static async Task SendAsync(
        NpsApp app, string tenant, int count, int channels, int touchpoints, Func<int, int> score, Func<int, string> channel, string touchpoint = "Touchpoint")
    {
        var now = TimeProvider.System.GetUtcNow();
        var lines = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            var respondedAt = now.AddMinutes(-index * 1_380.0 / count).ToString("O", CultureInfo.InvariantCulture);
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"r-{index}\",\"score\":{score(index)},\"channel\":\"{channel(index % channels)}\",");
            lines.Append(CultureInfo.InvariantCulture, $"\"touchpoint\":\"{touchpoint}-{index % touchpoints}\",\"segments\":{{\"team\":\"Team {index % 4}\"}},");
            lines.Append(CultureInfo.InvariantCulture, $"\"comment\":\"Answer number {index} was all right\",\"respondedAt\":\"{respondedAt}\"}}\n");
        }

        using var answer = await app.PostLinesAsync(tenant, lines.ToString());
        answer.EnsureSuccessStatusCode();
    }
}
