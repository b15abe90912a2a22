using System.Text.Json;
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

/// <summary>Lists of responses as JSON in which names and comments of any script stay readable.</summary>
internal static class ReadableListing
{
    public static readonly ListingJson Types = new(new JsonSerializerOptions(ListingJson.Default.Options) { Encoder = ReadableJson.Encoder });
}
