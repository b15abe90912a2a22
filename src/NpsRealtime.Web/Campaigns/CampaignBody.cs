namespace NpsRealtime.Web.Campaigns;

/// <summary>A campaign as people write it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The score keys that it is about; <c>tenant</c> when left out.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends; null while that is open.</param>
/// <param name="Baseline">What it is compared with: before (the default), usual, or FROM/TO.</param>
public sealed record CampaignBody(
    string? Name = null, IReadOnlyList<string>? Keys = null, DateTimeOffset? Start = null, DateTimeOffset? End = null, string? Baseline = null);
