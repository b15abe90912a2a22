using System.Text.Json.Serialization;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Listing;

/// <summary>How lists of responses are written as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ListedPage))]
[JsonSerializable(typeof(AddedAnswer))]
internal sealed partial class ListingJson : JsonSerializerContext;
