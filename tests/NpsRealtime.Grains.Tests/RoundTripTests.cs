using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Windows;
using Orleans.Serialization;

namespace NpsRealtime.Grains.Tests;

/// <summary>
/// Everything that Scoring's types hold arrives at the other node: who adds a property there, and forgets how it travels, is told here.
/// </summary>
public sealed class RoundTripTests
{
    // Stays where the request waits: it is counted by the node that took it.
    private static readonly string[] StaysHere = [nameof(ResponseRequest.WaitingBytes)];

    private readonly Serializer _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void ResponseRequest_Travelled_IsTheSame()
    {
        var sent = Requests.Post("id", 7, Requests.Now, "Web Chat", "Check Out", "comment", "customer", [("Region", "EMEA"), ("Team", "Blue")], verb: ResponseVerb.Put);
        sent.IdHash = new IdHash(1, 2);
        sent.Fingerprint = new IdHash(3, 4);

        ShouldTravel(sent);
    }

    [Fact]
    public void Outcome_Travelled_IsTheSame() => ShouldTravel(new ResponseOutcome(ResponseStatus.Conflict, 3, 17, "detail"));

    [Fact]
    public void RollUp_Travelled_IsTheSame() => ShouldTravel(
        new RollUp(2, Guid.NewGuid(), 5, [new RollUpItem(6, Minute.Of(Requests.Now), TallyOf(9, 3), 7, 8)], 9));

    [Fact]
    public void Snapshot_Travelled_IsTheSame()
    {
        var tally = TallyOf(4, 2);
        ShouldTravel(new ScoreSnapshot(
            "acme", "channel/web", "Web", new SnapshotWindow("1h", Requests.Now, Requests.Now.AddHours(1)), ScoreCounts.Of(tally),
            NetPromoterScore.Of(tally), ScoreInterval.Of(tally), new LastResponse(Requests.Now.AddMinutes(1), Requests.Now.AddMinutes(2)), 11, Requests.Now.AddMinutes(3)));
    }

    [Fact]
    public void HistoryPoint_Travelled_IsTheSame() => ShouldTravel(HistoryPoint.Of(Requests.Now, TallyOf(1, 5)));

    private static Tally TallyOf(int score, long count)
    {
        var tally = default(Tally);
        tally[score] = count;
        return tally;
    }

    private void ShouldTravel<T>(T sent)
    {
        var arrived = _serializer.Deserialize<T>(_serializer.SerializeToArray(sent));
        foreach (var property in typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => !StaysHere.Contains(property.Name)))
        {
            var (before, after) = (property.GetValue(sent), property.GetValue(arrived));
            IsSet(before).ShouldBeTrue($"{typeof(T).Name}.{property.Name}: give it a value here, or nothing is shown by its arrival.");
            Plain(after).ShouldBe(Plain(before), property.Name);
        }
    }

    private static bool IsSet(object? value) =>
        value is not null && (!value.GetType().IsValueType || !value.Equals(Activator.CreateInstance(value.GetType())));

    private static string Plain(object? value) => value switch
    {
        string text => text,
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Plain)),
        ScoreCounts counts => Plain(counts.ByScore),
        RollUpItem item => $"{item.Head} {item.Minute} {Plain(item.Change.ToArray())} {item.LastRespondedAtMilliseconds} {item.LastAcceptedAtMilliseconds}",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
