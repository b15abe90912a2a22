namespace NpsRealtime.Web.Campaigns;

/// <summary>A campaign.</summary>
/// <param name="Id">Its slug; the window <c>campaign/{id}</c> counts it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The score keys that it is about.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends; null while that is open.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Version">Grows with every change.</param>
public sealed record CampaignAnswer(
    string Id, string Name, IReadOnlyList<string> Keys, DateTimeOffset Start, DateTimeOffset? End, string Baseline, long Version)
{
    internal static CampaignAnswer Of(string id, CampaignBody body, long version) => new(
        id, body.Name ?? id, body.Keys ?? ["tenant"], body.Start ?? DateTimeOffset.UnixEpoch, body.End, body.Baseline ?? "before", version);
}

/// <summary>A tenant's campaigns, the one that began last first.</summary>
public sealed record CampaignList(IReadOnlyList<CampaignAnswer> Campaigns);

/// <summary>A campaign as people write it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The score keys that it is about; <c>tenant</c> when left out.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends; null while that is open.</param>
/// <param name="Baseline">What it is compared with: before (the default), usual, or FROM/TO.</param>
public sealed record CampaignBody(
    string? Name = null, IReadOnlyList<string>? Keys = null, DateTimeOffset? Start = null, DateTimeOffset? End = null, string? Baseline = null);
