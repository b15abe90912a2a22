using System.Collections.Frozen;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.ScoreKeys;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Records;

/// <summary>What people have set and noted for one tenant, as of the last reading.</summary>
internal sealed record TenantRecords
{
    /// <summary>What stands between the two names of a pair (<see cref="ScoreKey.Pair"/>).</summary>
    private const string PairSeparator = " · ";

    /// <summary>Of a tenant for which nobody has set anything.</summary>
    public static readonly TenantRecords Empty = new();

    public SettingsBody Settings { get; init; } = SettingsBody.Default;

    /// <summary>The version of the settings; 0 while they are the defaults.</summary>
    public long SettingsVersion { get; init; }

    public IReadOnlyDictionary<string, CampaignAnswer> Campaigns { get; init; } = FrozenDictionary<string, CampaignAnswer>.Empty;

    /// <summary>Sorted by time.</summary>
    public IReadOnlyList<AnnotationAnswer> Annotations { get; init; } = [];

    /// <summary>By the key's text.</summary>
    public IReadOnlyDictionary<string, KeySetting> Keys { get; init; } = FrozenDictionary<string, KeySetting>.Empty;

    /// <summary>
    /// What people call a score. A pair that nobody has named goes by the names that its parts have now.
    /// </summary>
    /// <param name="key">The text of its key.</param>
    /// <param name="label">The first spelling seen, which holds for whatever nobody has named.</param>
    public string LabelOf(string key, string label)
    {
        if (Keys.Count == 0)
            return label;
        if (Keys.GetValueOrDefault(key)?.Label is { } named)
            return named;
        if (key.Split('/') is not ["channel", var channel, "touchpoint", var touchpoint])
            return label;
        var (ofChannel, ofTouchpoint) = (Keys.GetValueOrDefault($"channel/{channel}")?.Label, Keys.GetValueOrDefault($"touchpoint/{touchpoint}")?.Label);
        if (ofChannel is null && ofTouchpoint is null)
            return label;

        // Spellings that hold the separator themselves can't be told apart in the label; the parts' slugs can.
        var spelt = label.Split(PairSeparator) is [var first, var second] ? (first, second) : (channel, touchpoint);
        return (ofChannel ?? spelt.Item1) + PairSeparator + (ofTouchpoint ?? spelt.Item2);
    }

    /// <summary>Whether an incident is noted on a score's trend within a span.</summary>
    public bool HasIncident(ScoreKey key, MinuteSpan span, TenantCalendar calendar) => Annotations.Any(annotation =>
        annotation.Incident
        && (annotation.Keys.Count == 0 || annotation.Keys.Contains(key.Text))
        && Minute.Of(annotation.At) < span.To
        && Minute.Of(annotation.Until ?? calendar.StartOf(calendar.DayOf(annotation.At).AddDays(1))) > span.From);

    /// <summary>What windows are resolved by.</summary>
    public TenantCalendar CalendarIn(TimeZoneInfo zone) => Settings.Calendar(zone) with
    {
        Campaigns = Campaigns.Values.ToFrozenDictionary(
            campaign => campaign.Id,
            campaign => new CampaignSpan(Minute.Of(campaign.Start), campaign.End is { } end ? Minute.Of(end) : null)),
    };
}
