using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Insight;

/// <summary>Reads the parts of a question about what changed, each with its own problem.</summary>
internal static class InsightQuery
{
    private const int PartsDefault = 100;
    private const int PartsMax = 1_000;

    /// <summary>Whether a tenant has a window that is known by its form: its campaign, its shift.</summary>
    public static Problem? Check(Tenant tenant, Window window) => window switch
    {
        CampaignWindow campaign when !tenant.Calendar.Campaigns.ContainsKey(campaign.Campaign) => new Problem(
            ProblemCatalogue.InvalidWindow, "The tenant has no campaign of that id. GET /v1/tenants/NAME/campaigns lists them."),
        ShiftWindow when tenant.Calendar.Shifts.Count == 0 => new Problem(
            ProblemCatalogue.InvalidWindow, "The tenant has set no shifts. Set them with PUT /v1/tenants/NAME/settings, or take the window today."),
        _ => null,
    };

    /// <summary>Reads a baseline; without one, the campaign's own for the window of a campaign.</summary>
    public static bool TryBaseline(
        string? text, Window window, TenantRecords page, [NotNullWhen(true)] out Baseline? baseline, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(text) && window is CampaignWindow campaign)
            text = page.Campaigns.GetValueOrDefault(campaign.Campaign)?.Baseline;
        if (Baseline.TryParse(text, out baseline))
            return true;
        problem = new Problem(
            ProblemCatalogue.InvalidBaseline, $"There is no such baseline. It is before, usual, or a window: {WindowCatalog.Names}.");
        return false;
    }

    /// <summary>How many parts of a breakdown to tell apart.</summary>
    public static bool TryLimit(string? text, out int limit, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        limit = PartsDefault;
        if (string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= PartsMax))
            return true;
        problem = new Problem(ProblemCatalogue.InvalidParameter, $"The parameter limit is a whole number from 1 to {PartsMax}.");
        return false;
    }
}
