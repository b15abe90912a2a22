using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Demo;

/// <summary>What people of the made-up company have set and noted: a target, a campaign, annotations, and two boards that take turns.</summary>
internal sealed class DemoScenery(TenantRecordsCache book)
{
    /// <summary>The board that hangs in the lobby, and takes turns with the campaign's.</summary>
    public const string Lobby = "lobby";

    /// <summary>The campaign.</summary>
    public const string Campaign = "faster-delivery";

    private const string CampaignName = "Faster delivery";

    private const string LobbyBoard =
        $$"""{"name":"Lobby","hero":{"key":"tenant"},"window":"today","rotate":["{{Campaign}}"],"seconds":20}""";

    private const string CampaignBoard =
        $$"""
        {"name":"{{CampaignName}}","hero":{"key":"touchpoint/delivery"},"window":"campaign/{{Campaign}}","baseline":"before",
         "sections":[{"title":"Touchpoints","tiles":[{"key":"touchpoint/*"}]},{"title":"Regions","tiles":[{"key":"segment/region/*"}]}]}
        """;

    private static readonly (string Id, TimeSpan Ago, string Text, string[] Keys)[] Notes =
    [
        ("second-carrier", TimeSpan.FromHours(50), "Second carrier takes over half of the parcels", ["tenant", "touchpoint/delivery"]),
        ("voucher-field", TimeSpan.FromHours(27), "Voucher field is shown from the start", ["tenant", "touchpoint/checkout"]),
        ("phone-desk", TimeSpan.FromHours(3), "Two people moved to the phone", []),
    ];

    /// <summary>Sets it all up for the demo's tenant.</summary>
    public async Task SetAsync(Tenant tenant, DateTimeOffset now, CancellationToken cancellation)
    {
        await PutAsync(tenant, RecordKinds.Settings, RecordKinds.SettingsId, new SettingsBody(ShowComments: true, Target: 35), RecordJson.Default.SettingsBody, cancellation);
        var campaign = new CampaignBody(CampaignName, ["touchpoint/delivery", "touchpoint/checkout"], Minute(now.AddDays(-5)), Baseline: "before");
        await PutAsync(tenant, RecordKinds.Campaign, Campaign, campaign, RecordJson.Default.CampaignBody, cancellation);
        foreach (var (id, ago, text, keys) in Notes)
            await PutAsync(tenant, RecordKinds.Annotation, id, new AnnotationBody(Minute(now - ago), text, keys), RecordJson.Default.AnnotationBody, cancellation);
        await book.PutAsync(tenant, RecordKinds.Board, Lobby, LobbyBoard, null, cancellation);
        await book.PutAsync(tenant, RecordKinds.Board, Campaign, CampaignBoard, null, cancellation);
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), at.Offset);

    private Task<long?> PutAsync<T>(Tenant tenant, string kind, string id, T body, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        book.PutAsync(tenant, kind, id, JsonSerializer.Serialize(body, type), null, cancellation);
}
