using System.Text;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tests.Support;

namespace NpsRealtime.Scoring.Tests.Responses;

/// <summary>A reader whose clock stands at <see cref="Now"/>, and texts to give it.</summary>
public static class Reading
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    public static readonly ResponseReader Reader = new(new ScoringOptions(), new FixedTime(Now));

    public static ResponseRead Of(string json, ResponseVerb verb = ResponseVerb.Post, string? id = null, bool idIsRoute = false) =>
        Reader.Read(Encoding.UTF8.GetBytes(json), verb, id, idIsRoute);

    /// <summary>A good response with one field replaced by raw JSON, added, or left out where <paramref name="value"/> is null.</summary>
    public static string With(string field, string? value)
    {
        var fields = new List<(string Name, string Value)>
        {
            ("id", "\"r-1\""), ("score", "9"), ("channel", "\"web\""), ("touchpoint", "\"checkout\""),
        };
        fields.RemoveAll(entry => entry.Name == field);
        if (value is not null)
            fields.Add((field, value));
        return $"{{{string.Join(',', fields.Select(entry => $"\"{entry.Name}\":{entry.Value}"))}}}";
    }

    public static ResponseRequest Request(string field, string? value)
    {
        var read = Of(With(field, value));
        read.IsValid.ShouldBeTrue(string.Join(' ', read.Faults));
        return read.Request!;
    }
}
