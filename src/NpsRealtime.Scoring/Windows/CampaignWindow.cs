using System.Diagnostics.CodeAnalysis;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Windows;

/// <summary>A campaign from its start to its end or now: <c>campaign/black-friday</c>. It counts nothing while there is no such campaign.</summary>
public sealed class CampaignWindow : Window
{
    /// <summary>What the names of these windows begin with.</summary>
    public const string Prefix = "campaign/";

    private CampaignWindow(string campaign)
        : base(Prefix + campaign) => Campaign = campaign;

    /// <summary>The campaign's id.</summary>
    public string Campaign { get; }

    /// <summary>Reads <c>campaign/{id}</c>; whether there is such a campaign is the tenant's calendar's matter.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out CampaignWindow? window)
    {
        window = name.StartsWith(Prefix, StringComparison.Ordinal) && Slug.TryCreate(name.AsSpan(Prefix.Length), out var id, out _)
            ? new CampaignWindow(id!.Text)
            : null;
        return window is not null;
    }

    public override MinuteSpan Resolve(DateTimeOffset now, TenantCalendar calendar)
    {
        if (calendar.Campaigns.TryGetValue(Campaign, out var span))
            return Until(span.Start, span.End, now);
        var nothing = NextMinute(now);
        return new MinuteSpan(nothing, nothing, IsRunning: false);
    }
}
