using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NpsRealtime.Cli.Import;

/// <summary>The JSON that an import reads and writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportHeader))]
[JsonSerializable(typeof(RefusedLine))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    /// <summary>Writes apostrophes and plus signs as they are: nobody pastes this into a web page.</summary>
    public static ImportJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
