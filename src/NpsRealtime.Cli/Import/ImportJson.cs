using System.Text.Json;
using System.Text.Json.Serialization;

namespace NpsRealtime.Cli.Import;

/// <summary>The JSON that an import reads and writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportHeader))]
[JsonSerializable(typeof(RefusedLine))]
internal sealed partial class ImportJson : JsonSerializerContext;
