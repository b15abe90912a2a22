using System.Globalization;
using System.Text;

namespace NpsRealtime.Benchmarks;

/// <summary>Realistic responses from a seed: 5 channels, 20 touchpoints, 50 agents, comments, random ids.</summary>
internal sealed class ResponseMaker(int seed, DateTimeOffset now)
{
    private static readonly string[] Channels = ["Web", "Phone", "App", "Email", "Web Chat"];

    private static readonly string[] Comments =
    [
        "Fast and easy, thank you.",
        "I waited twenty minutes before somebody answered, and then had to explain everything again.",
        "The agent was friendly and solved it at once.",
        "Delivery came a day late but the refund was quick.",
        "Could not find the invoice on the site; had to call.",
    ];

    private readonly Random _random = new(seed);

    /// <summary>How far back the responses were given.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many agents there are.</summary>
    public int Agents { get; init; } = 50;

    /// <summary>One response as a line of JSON without its line break.</summary>
    public string NextLine()
    {
        var at = now - (Spread * _random.NextDouble());
        var comment = _random.Next(10) < 4 ? $",\"comment\":\"{Comments[_random.Next(Comments.Length)]}\"" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{NextId()}}","score":{{NextScore()}},"channel":"{{Channels[_random.Next(Channels.Length)]}}","touchpoint":"Touchpoint {{_random.Next(20)}}","respondedAt":"{{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","segments":{"agent":"a{{_random.Next(Agents)}}"}{{comment}}}""");
    }

    /// <summary>So many lines as an NDJSON body.</summary>
    public byte[] NextBody(int lines)
    {
        var text = new StringBuilder();
        for (var line = 0; line < lines; line++)
            text.Append(NextLine()).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private string NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private int NextScore() => _random.Next(10) switch
    {
        < 5 => _random.Next(9, 11),
        < 7 => _random.Next(7, 9),
        _ => _random.Next(0, 7),
    };
}
