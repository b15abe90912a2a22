using System.Globalization;

namespace NpsRealtime.Simulation;

/// <summary>
/// Makes up the responses that a contact centre gets. The same seed, times and bad spells give the same responses on every
/// machine; no clock is read.
/// </summary>
/// <param name="seed">What the whole is drawn from.</param>
/// <param name="zone">The time zone of the contact centre's day.</param>
/// <param name="badSpells">When touchpoints go bad.</param>
public sealed class ContactCentre(ulong seed, TimeZoneInfo zone, params IReadOnlyList<BadSpell> badSpells)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(15);

    /// <summary>How busy the contact centre is.</summary>
    public DayRhythm Rhythm { get; } = new(zone);

    public ulong Seed { get; } = seed;

    /// <summary>The names of the touchpoints that there are.</summary>
    public static IReadOnlyList<string> TouchpointNames { get; } = [.. Profiles.Touchpoints.Select(touchpoint => touchpoint.Name)];

    /// <summary>
    /// The responses of a span of the past, in order of time. Each quarter-hour is drawn on its own, so that newest first and
    /// oldest first, or any part of the span, give the same responses.
    /// </summary>
    /// <param name="from">The first quarter-hour is the one in which this lies.</param>
    /// <param name="to">Nothing is at or after this.</param>
    /// <param name="perDay">Responses of an average day.</param>
    /// <param name="newestFirst">Whether the quarter-hours come in reverse, for a board that is to show today's first.</param>
    public IEnumerable<SimulatedResponse> History(DateTimeOffset from, DateTimeOffset to, double perDay, bool newestFirst = false)
    {
        var first = from.UtcTicks / Slot.Ticks;
        var last = (to.UtcTicks - 1) / Slot.Ticks;
        for (var step = 0L; step <= last - first; step++)
        {
            foreach (var response in SlotResponses(newestFirst ? last - step : first + step, perDay))
            {
                if (response.RespondedAt < to && response.RespondedAt >= from)
                    yield return response;
            }
        }
    }

    /// <summary>Makes one response.</summary>
    internal SimulatedResponse Respond(SeededRandom random, string id, DateTimeOffset at)
    {
        var local = Rhythm.Local(at);
        var office = local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour is >= 7 and < 18;
        var channel = Profiles.Channels[random.PickIndex(
            [.. Profiles.Channels.Select(channel => office ? channel.Share : channel.EveningShare)])];
        var touchpoint = Profiles.Touchpoints[random.PickIndex(
            [.. Profiles.Touchpoints.Select((touchpoint, index) =>
                touchpoint.Share * channel.Touchpoints[index] * (1 + (2 * SeverityAt(touchpoint.Name, at))))])];
        var region = Profiles.Regions[random.PickIndex([.. Profiles.Regions.Select(region => region.Share)])];
        var segments = new List<KeyValuePair<string, string>> { new("region", region.Name) };
        var mood = touchpoint.Mood + channel.MoodShift + region.MoodShift - (0.03 * Math.Max(0, Rhythm.At(at) - 1));
        if (channel.HasAgent)
        {
            var team = random.NextInt32(Profiles.Teams.Length);
            var agent = (team * Profiles.AgentsPerTeam) + random.NextInt32(Profiles.AgentsPerTeam) + 1;
            segments.Add(new("team", Profiles.Teams[team]));
            segments.Add(new("agent", string.Create(CultureInfo.InvariantCulture, $"a{agent:00}")));
            mood += ((agent * 7 % 11) - 5) * 0.03;
        }

        var severity = SeverityAt(touchpoint.Name, at);
        var score = DrawScore(random, mood - (1.35 * severity), severity > 0.5);
        var customer = random.NextInt32(40_000);
        return new SimulatedResponse(
            id, score, channel.Name, touchpoint.Name, at, segments, CommentOn(random, touchpoint, score, severity),
            string.Create(CultureInfo.InvariantCulture, $"c-{customer:00000}"));
    }

    /// <summary>The same response with another score, as a correction has it.</summary>
    internal static SimulatedResponse Correct(SeededRandom random, SimulatedResponse response)
    {
        var score = Math.Clamp(response.Score + (random.Chance(0.6) ? 1 + random.NextInt32(3) : -1 - random.NextInt32(3)), 0, 10);
        if (score == response.Score)
            score = score == 10 ? 9 : score + 1;
        var touchpoint = Profiles.Touchpoints.Single(touchpoint => touchpoint.Name == response.Touchpoint);
        return response with { Score = score, Comment = CommentOn(random, touchpoint, score, severity: 0) };
    }

    private IEnumerable<SimulatedResponse> SlotResponses(long slot, double perDay)
    {
        var start = new DateTimeOffset(slot * Slot.Ticks, TimeSpan.Zero);
        var random = SeededRandom.For(Seed, slot);
        var count = random.NextPoisson(perDay * (Slot / TimeSpan.FromDays(1)) * Rhythm.At(start));
        var times = new long[count];
        for (var index = 0; index < count; index++)
            times[index] = random.NextInt32((int)Slot.TotalMilliseconds);
        Array.Sort(times);
        for (var index = 0; index < count; index++)
            yield return Respond(random, $"sim-{Seed:x}-{slot:x}-{index}", start.AddMilliseconds(times[index]));
    }

    private double SeverityAt(string touchpoint, DateTimeOffset at)
    {
        var severity = 0.0;
        foreach (var spell in badSpells)
        {
            if (string.Equals(spell.Touchpoint, touchpoint, StringComparison.OrdinalIgnoreCase))
                severity = Math.Max(severity, spell.SeverityAt(at));
        }

        return severity;
    }

    private static int DrawScore(SeededRandom random, double mood, bool isBad)
    {
        // Passives are most where opinions balance; in a bad spell and in a good one they thin out.
        mood = Math.Clamp(mood, -0.95, 0.95);
        var passives = 0.27 * (1 - (mood * mood));
        var promoters = (1 - passives + mood) / 2;
        return random.PickIndex([promoters, passives, 1 - passives - promoters]) switch
        {
            0 => 9 + random.PickIndex(Profiles.PromoterScores),
            1 => 7 + random.PickIndex(Profiles.PassiveScores),
            _ => random.PickIndex(isBad ? Profiles.BadDetractorScores : Profiles.DetractorScores),
        };
    }

    private static string? CommentOn(SeededRandom random, TouchpointProfile touchpoint, int score, double severity)
    {
        // The unhappy write more often than the happy, and those in between least.
        return score switch
        {
            >= 9 => random.Chance(0.30) ? random.Pick(touchpoint.Praise) : null,
            >= 7 => random.Chance(0.18) ? random.Pick(touchpoint.Shrugs) : null,
            _ when !random.Chance(0.55) => null,
            _ => random.Pick(random.Chance(severity) ? touchpoint.BadComplaints : touchpoint.Complaints),
        };
    }
}
