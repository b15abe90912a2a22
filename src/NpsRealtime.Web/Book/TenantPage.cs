using System.Collections.Frozen;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.ScoreKeys;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Book;

/// <summary>What people have set and noted for one tenant, as of the book's last reading.</summary>
internal sealed record TenantPage
{
    /// <summary>Of a tenant for which nobody has set anything.</summary>
    public static readonly TenantPage Empty = new();

    public SettingsBody Settings { get; init; } = SettingsBody.Default;

    /// <summary>The version of the settings; 0 while they are the defaults.</summary>
    public long SettingsVersion { get; init; }

    public IReadOnlyDictionary<string, CampaignAnswer> Campaigns { get; init; } = FrozenDictionary<string, CampaignAnswer>.Empty;

    /// <summary>Sorted by time.</summary>
    public IReadOnlyList<AnnotationAnswer> Annotations { get; init; } = [];

    /// <summary>By the key's text.</summary>
    public IReadOnlyDictionary<string, KeySetting> Keys { get; init; } = FrozenDictionary<string, KeySetting>.Empty;

    /// <summary>What windows are resolved by.</summary>
    public TenantCalendar CalendarIn(TimeZoneInfo zone) => Settings.Calendar(zone) with
    {
        Campaigns = Campaigns.Values.ToFrozenDictionary(
            campaign => campaign.Id,
            campaign => new CampaignSpan(Minute.Of(campaign.Start), campaign.End is { } end ? Minute.Of(end) : null)),
    };
}
