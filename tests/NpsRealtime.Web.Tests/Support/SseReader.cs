using System.Text.Json;

namespace NpsRealtime.Web.Tests.Support;

/// <summary>Reads the events of an SSE stream.</summary>
internal sealed class SseReader : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private SseReader(HttpResponseMessage answer, Stream stream)
    {
        _answer = answer;
        _lines = new StreamReader(stream);
    }

    public HttpResponseMessage Answer => _answer;

    public static async Task<SseReader> OpenAsync(HttpClient http, string path)
    {
        var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return new SseReader(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event: its name, its id and its data.</summary>
    public async Task<(string Name, string? Id, JsonElement Data)?> NextAsync()
    {
        string? name = null, id = null, data = null;
        while (await _lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            if (line.Length == 0 && data is not null)
                return (name!, id, JsonSerializer.Deserialize<JsonElement>(data));
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
        }

        return null;
    }

    /// <summary>The next snapshot that is as wanted.</summary>
    public async Task<JsonElement> ScoreAsync(Func<JsonElement, bool> wanted)
    {
        while (await NextAsync() is { } read)
        {
            if (read.Name == "score" && wanted(read.Data))
                return read.Data;
        }

        throw new EndOfStreamException("The stream ended.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }
}
