using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace NpsRealtime.Web.Json;

/// <summary>JSON in which names of any script stay readable; only what HTML could mistake for markup is escaped.</summary>
internal static class ReadableJson
{
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>The generated types with that encoder.</summary>
    public static readonly WebJson Types = new(new JsonSerializerOptions(WebJson.Default.Options) { Encoder = Encoder });
}
