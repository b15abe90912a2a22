using System.Text.Json.Serialization;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Boards;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.ScoreKeys;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Records;

/// <summary>How what people set and note is written as JSON, in records and in answers, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(SettingsAnswer))]
[JsonSerializable(typeof(CampaignBody))]
[JsonSerializable(typeof(CampaignAnswer))]
[JsonSerializable(typeof(CampaignList))]
[JsonSerializable(typeof(AnnotationBody))]
[JsonSerializable(typeof(AnnotationAnswer))]
[JsonSerializable(typeof(AnnotationList))]
[JsonSerializable(typeof(KeySetting))]
[JsonSerializable(typeof(ScoreKeyAnswer))]
[JsonSerializable(typeof(ScoreKeyList))]
[JsonSerializable(typeof(BoardBody))]
[JsonSerializable(typeof(BoardAnswer))]
[JsonSerializable(typeof(BoardList))]
internal sealed partial class RecordJson : JsonSerializerContext;

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

    /// <summary>The kinds that <see cref="TenantRecordsCache"/> holds in memory.</summary>
    public static readonly IReadOnlyList<string> Held = [Settings, Campaign, Annotation, KeySetting];
}
