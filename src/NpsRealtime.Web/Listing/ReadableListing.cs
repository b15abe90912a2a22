using System.Text.Json;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Listing;

/// <summary>Lists of responses as JSON in which names and comments of any script stay readable.</summary>
internal static class ReadableListing
{
    public static readonly ListingJson Types = new(new JsonSerializerOptions(ListingJson.Default.Options) { Encoder = ReadableJson.Encoder });
}
