using System.Text.Json.Serialization;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Insight;

/// <summary>How the answers of this folder are written as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(CompareAnswer))]
[JsonSerializable(typeof(BreakdownAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
internal sealed partial class InsightJson : JsonSerializerContext;
