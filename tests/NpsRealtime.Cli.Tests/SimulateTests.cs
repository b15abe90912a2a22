using NpsRealtime.Simulation;
using NpsRealtime.Testing;

namespace NpsRealtime.Cli.Tests;

public sealed class SimulateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Simulate_SameSeed_WritesTheSameBytes()
    {
        string[] args = ["simulate", "--output", "-", "--start", "2026-11-01T08:00:00Z", "--history", "2d", "--for", "10m", "--seed"];

        var first = await Nps.RunAsync([.. args, "42"]);
        var again = await Nps.RunAsync([.. args, "42"]);
        var other = await Nps.RunAsync([.. args, "43"]);

        first.ExitCode.ShouldBe(0);
        first.Output.Length.ShouldBeGreaterThan(100_000);
        again.Output.ShouldBe(first.Output);
        other.Output.ShouldNotBe(first.Output);
    }

    [Fact]
    public async Task Simulate_LateDuplicateAndCorrected_AreCountedExactly()
    {
        await using var app = await NpsApp.StartAsync();
        string[] args =
        [
            "simulate", "--tenant", "t", "--start", "2026-11-01T08:00:00Z", "--history", "1d", "--for", "5m", "--rate", "10", "--seed", "9",
            "--server", app.Address.ToString(),
        ];

        var first = await Nps.ReadJsonAsync(args);
        var counts = await Snapshots.CountsAsync(app.Http, "t", "tenant");
        var recount = await Nps.RunAsync("recount", "--server", app.Address.ToString());

        first.GetProperty("refused").GetInt64().ShouldBe(0);
        first.GetProperty("duplicates").GetInt64().ShouldBeGreaterThan(0);
        first.GetProperty("corrected").GetInt64().ShouldBeGreaterThan(0);
        counts.Sum().ShouldBe(first.GetProperty("accepted").GetInt64());
        recount.ExitCode.ShouldBe(0, recount.Output);
    }

    [Fact]
    public void History_NewestFirst_IsTheSameResponses()
    {
        var centre = new ContactCentre(1, TimeZoneInfo.Utc, BadSpells.OfThePast);
        var forward = centre.History(Start.AddDays(-3), Start, 1_000).ToList();
        var backward = centre.History(Start.AddDays(-3), Start, 1_000, newestFirst: true).ToList();

        forward.Select(response => response.RespondedAt).ShouldBeInOrder();
        forward.Select(response => response.Id).Distinct().Count().ShouldBe(forward.Count);
        backward.Select(Text).Order(StringComparer.Ordinal).ShouldBe(forward.Select(Text).Order(StringComparer.Ordinal));
        forward.Count.ShouldBeInRange(1_500, 4_500);
    }

    [Fact]
    public void History_FollowsTheDayOfItsTimeZone()
    {
        var tokyo = new ContactCentre(1, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        var byHour = tokyo.History(Start, Start.AddDays(7), 5_000).CountBy(response => response.RespondedAt.AddHours(9).Hour).ToDictionary();

        byHour[10].ShouldBeGreaterThan(byHour[3] * 8);
    }

    [Fact]
    public void LiveTraffic_BadSpell_TurnsTheTouchpointAndRecovers()
    {
        var traffic = new LiveTraffic(new ContactCentre(1, TimeZoneInfo.Utc, BadSpells.Live("Checkout", Start)), Start, 50);
        var events = new List<SimulatedEvent>();
        while (traffic.NextAt < Start.AddMinutes(12))
            events.Add(traffic.Next());

        NpsOf(events, "Checkout", 0, 1).ShouldBeGreaterThan(20);
        NpsOf(events, "Checkout", 2, 4).ShouldBeLessThan(-40);
        NpsOf(events, "Checkout", 6, 12).ShouldBeGreaterThan(20);
        events.Select(next => next.Kind).Distinct().Count().ShouldBe(4);
        events.ShouldAllBe(next => next.Response.RespondedAt <= next.SentAt);
    }

    [Fact]
    public void LiveTraffic_CommentsFitTheScore()
    {
        var traffic = new LiveTraffic(new ContactCentre(1, TimeZoneInfo.Utc), Start, 50);
        var responses = Enumerable.Range(0, 5_000).Select(_ => traffic.Next().Response).Where(response => response.Comment is not null).ToList();

        var praise = responses.Where(response => response.Score >= 9).Select(response => response.Comment).ToHashSet();
        responses.Where(response => response.Score <= 6).ShouldAllBe(response => !praise.Contains(response.Comment));
    }

    private static double NpsOf(List<SimulatedEvent> events, string touchpoint, double fromMinute, double toMinute)
    {
        var scores = events
            .Where(next => next.Response.Touchpoint == touchpoint && next.Kind == SimulatedKind.New)
            .Where(next => next.SentAt >= Start.AddMinutes(fromMinute) && next.SentAt < Start.AddMinutes(toMinute))
            .Select(next => next.Response.Score).ToList();
        return 100.0 * (scores.Count(score => score >= 9) - scores.Count(score => score <= 6)) / scores.Count;
    }

    private static string Text(SimulatedResponse response) => response.Id + response.Score + response.RespondedAt.Ticks + response.Comment;
}
