namespace NpsRealtime.Web.Campaigns;

/// <summary>A tenant's campaigns, the one that began last first.</summary>
public sealed record CampaignList(IReadOnlyList<CampaignAnswer> Campaigns);
