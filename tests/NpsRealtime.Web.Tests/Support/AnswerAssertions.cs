using System.Net;
using System.Text.Json;

namespace NpsRealtime.Web.Tests.Support;

/// <summary>What tests say about answers.</summary>
internal static class AnswerAssertions
{
    /// <summary>The answer reports that problem, in the form of RFC 9457, and names what is wrong.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("type").GetString().ShouldBe("/problems/" + code);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        if (status is 429 or 503)
            answer.Headers.RetryAfter.ShouldNotBeNull();
        return problem;
    }

    public static async Task<JsonElement> ShouldBeJsonAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static long Count(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
