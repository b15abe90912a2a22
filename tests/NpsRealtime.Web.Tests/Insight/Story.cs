using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Insight;

/// <summary>Sends responses of the past and JSON documents, and reads what became of them.</summary>
internal sealed class Story(NpsApp app, string tenant)
{
    private readonly StringBuilder _lines = new();
    private int _ids;

    public string Base => $"/v1/tenants/{tenant}";

    /// <summary>So many responses at once, <paramref name="ago"/> before now.</summary>
    public Story Add(int count, int score, TimeSpan ago, string channel = "web", string touchpoint = "checkout", string? team = null, string? comment = null)
    {
        var at = TimeProvider.System.GetUtcNow() - ago;
        for (var index = 0; index < count; index++)
        {
            _lines.AppendLine(JsonSerializer.Serialize(new
            {
                id = string.Create(CultureInfo.InvariantCulture, $"s-{_ids++}"),
                score,
                channel,
                touchpoint,
                respondedAt = at,
                segments = team is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["team"] = team },
                comment,
                customerId = "c-1",
            }));
        }

        return this;
    }

    /// <summary>Sends what was added and waits until it counts.</summary>
    public async Task SendAsync()
    {
        using var answer = await app.PostLinesAsync(tenant, _lines.ToString());
        var summary = await answer.ShouldBeJsonAsync(System.Net.HttpStatusCode.OK);
        _lines.Clear();
        await app.GetAsync($"{Base}/scores/tenant?window=all&after={summary.Text("position")}");
    }

    public Task<JsonElement> GetAsync(string path) => app.GetAsync(Base + path);

    public Task<HttpResponseMessage> AskAsync(string path) => app.Http.GetAsync(Base + path);

    /// <summary>Sends a JSON document, perhaps under the condition of a version.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string path, string json, string? ifMatch = null, string? ifNoneMatch = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Base + path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return app.Http.SendAsync(request);
    }
}
