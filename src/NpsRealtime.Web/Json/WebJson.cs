using System.Text.Json.Serialization;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Web.Health;
using NpsRealtime.Web.Meta;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;
using NpsRealtime.Web.Scores;
using NpsRealtime.Web.Streams;
using NpsRealtime.Web.Tenants;

namespace NpsRealtime.Web.Json;

/// <summary>How everything the service answers is written as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IngestSummary))]
[JsonSerializable(typeof(SentResponse))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(TenantAnswer))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(TenantSettings))]
[JsonSerializable(typeof(ScoreSnapshot))]
[JsonSerializable(typeof(ScorePage))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(RecountReport))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(MetaAnswer))]
[JsonSerializable(typeof(SubscribeRequest))]
[JsonSerializable(typeof(Heartbeat))]
internal sealed partial class WebJson : JsonSerializerContext;
