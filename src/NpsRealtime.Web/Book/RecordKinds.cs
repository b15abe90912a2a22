namespace NpsRealtime.Web.Book;

/// <summary>The kinds of records that people keep for a tenant.</summary>
internal static class RecordKinds
{
    public const string Settings = "settings";
    public const string Campaign = "campaign";
    public const string Annotation = "annotation";
    public const string KeySetting = "key-setting";
    public const string Board = "board";

    /// <summary>The id of the one record of settings that a tenant has.</summary>
    public const string SettingsId = "tenant";

    /// <summary>The kinds that <see cref="TenantBook"/> holds in memory.</summary>
    public static readonly IReadOnlyList<string> Held = [Settings, Campaign, Annotation, KeySetting];
}
