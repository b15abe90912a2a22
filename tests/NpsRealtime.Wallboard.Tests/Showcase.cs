using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// A tenant as people have one, for the README's pictures: the same numbers whatever the hour. Delivery fell 26 hours ago; a campaign has run
/// for two days, and two things were noted.
/// </summary>
internal static class Showcase
{
    public const string Tenant = "Acme-Care";

    /// <summary>The same history whatever the hour: how full the present hour is would show in every line.</summary>
    public const string History =
        """
        {
          const ask = fetch.bind(window);
          const scores = [41, 44, 38, 46, 43, 40, 45, 42, 47, 44, 41, 45, 43, 39, 44, 42, 46, 37, 28, 22, 25, 21, 26, 24];
          const totals = [92, 96, 88, 60, 31, 14, 8, 6, 9, 22, 58, 94, 118, 124, 116, 108, 121, 117, 109, 112, 104, 98, 94, 90];
          window.fetch = (path, options) => {
            if (!/\/history\//.test(path)) return ask(path, options);
            const query = new URL(path, location.href).searchParams;
            const [from, to] = [Date.parse(query.get('from')), Date.parse(query.get('to'))];
            const count = to - from > 10_000_000 ? 24 : 1;
            const points = scores.slice(24 - count).map((score, index) => {
              const total = totals[24 - count + index];
              const promoters = Math.round((total * (0.75 + score / 100)) / 2);
              const detractors = Math.round(promoters - (total * score) / 100);
              const nps = (100 * (promoters - detractors)) / total;
              const half = 196 * Math.sqrt(((promoters + detractors) / total - (nps / 100) ** 2) / total);
              return { from: new Date(from + (index * (to - from)) / count).toISOString(), nps, interval: { confidence: 0.95, low: nps - half, high: nps + half }, counts: { promoters, passives: total - promoters - detractors, detractors, total, byScore: [] } };
            });
            return Promise.resolve(new Response(JSON.stringify({ points }), { headers: { 'content-type': 'application/json' } }));
          };
        }
        """;

    private static readonly (string Name, double Share, double Promoters, double Detractors)[] Touchpoints =
    [
        ("Checkout", 0.26, 0.66, 0.12), ("Delivery", 0.22, 0.58, 0.16), ("Billing", 0.14, 0.44, 0.26), ("Support Call", 0.20, 0.50, 0.22),
        ("Onboarding", 0.11, 0.68, 0.10), ("Returns", 0.07, 0.38, 0.30),
    ];

    private static readonly (string Name, double Share, double Shift)[] Channels =
        [("Web", 0.34, 0.02), ("Phone", 0.26, -0.06), ("Mobile App", 0.22, 0.08), ("Email", 0.12, -0.09), ("Chat", 0.06, 0.04)];

    private static readonly string[] Complaints = ["Two days late", "Parcel went to another city", "Nobody knows where it is", "Left in the rain"];
    private static readonly string[] Others = ["Waited 25 minutes", "Fees I did not expect", "Voucher code was not accepted", "Had to explain it twice"];

    public static async Task MakeAsync(NpsApp app)
    {
        await app.PutTenantAsync(Tenant, "Europe/Berlin");
        var now = TimeProvider.System.GetUtcNow();
        var lines = new StringBuilder();
        var random = new Random(7);
        for (var day = 0; day < 5; day++)
            AddDay(lines, random, now.AddDays(-day), hasFallen: day == 0);
        foreach (var week in (int[])[2, 3, 4])
            AddDay(lines, random, now.AddDays(-7 * week), hasFallen: false);

        // In the order in which they were given, as they come in life: lists are of what arrived last.
        var inOrder = string.Join('\n', lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Reverse());
        using (var answer = await app.PostLinesAsync(Tenant, inOrder))
            answer.EnsureSuccessStatusCode();
        await app.PatchAsync(Tenant, "settings", """{"target":45,"showComments":true}""");
        await app.PutAsync(Tenant, "campaigns/faster-delivery", JsonSerializer.Serialize(
            new { name = "Faster delivery", keys = new[] { "touchpoint/delivery" }, start = now.AddDays(-2) }));
        foreach (var (ago, text) in ((double, string)[])[(44, "Second carrier takes over half of the parcels"), (5, "Carrier called: sorting centre is down")])
        {
            using var noted = await app.Http.PostAsJsonAsync($"/v1/tenants/{Tenant}/annotations", new { at = now.AddHours(-ago), text });
            noted.EnsureSuccessStatusCode();
        }
    }

    private static void AddDay(StringBuilder lines, Random random, DateTimeOffset end, bool hasFallen)
    {
        const int count = 1_400;
        for (var index = 0; index < count; index++)
        {
            var touchpoint = Touchpoints[Pick(random, Touchpoints.Select(one => one.Share))];
            var channel = Channels[Pick(random, Channels.Select(one => one.Share))];
            var isBad = hasFallen && touchpoint.Name == "Delivery";
            var draw = random.NextDouble();
            var promoters = isBad ? 0.18 : touchpoint.Promoters + channel.Shift;
            var score = draw < promoters ? 9 + random.Next(2) : draw > 1 - (isBad ? 0.6 : touchpoint.Detractors - channel.Shift) ? random.Next(7) : 7 + random.Next(2);
            var said = score > 6 || random.Next(3) == 0 ? null : isBad ? Complaints[random.Next(4)] : Others[random.Next(4)];
            var response = new
            {
                id = FormattableString.Invariant($"s-{lines.Length}"), score, channel = channel.Name, touchpoint = touchpoint.Name,
                segments = new { region = random.Next(3) == 0 ? "Americas" : "EMEA", team = random.Next(2) == 0 ? "North" : "Harbour" },
                comment = score > 8 && random.Next(6) == 0 ? "Quick and kind" : said,
                respondedAt = end.AddSeconds(-20 - (index * 86_000.0 / count)),
            };
            lines.AppendLine(JsonSerializer.Serialize(response));
        }
    }

    private static int Pick(Random random, IEnumerable<double> shares)
    {
        var draw = random.NextDouble();
        var place = 0;
        foreach (var share in shares)
        {
            if ((draw -= share) < 0)
                return place;
            place++;
        }

        return place - 1;
    }
}
