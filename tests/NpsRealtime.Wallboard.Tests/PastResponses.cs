using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>Responses that were given at chosen times.</summary>
internal sealed class PastResponses(NpsApp app, string tenant)
{
    private readonly StringBuilder _lines = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private int _ids;

    /// <summary>So many responses, one every so often, the last of them <paramref name="ago"/> before now.</summary>
    public PastResponses Add(int count, int score, TimeSpan ago, TimeSpan apart, string touchpoint = "Checkout", string team = "North", string? comment = null)
    {
        for (var index = 0; index < count; index++)
        {
            var segments = new { team };
            _lines.AppendLine(JsonSerializer.Serialize(new
            {
                id = FormattableString.Invariant($"p-{_ids++}"), score, channel = "Web", touchpoint, segments, comment, respondedAt = _now - ago - (apart * index),
            }));
        }

        return this;
    }

    public async Task SendAsync()
    {
        using var answer = await app.PostLinesAsync(tenant, _lines.ToString());
        answer.EnsureSuccessStatusCode();
    }
}
