using System.Text.Json.Serialization;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>Source-generated JSON of <see cref="Originals.Names"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Originals.Names))]
internal sealed partial class NamesJson : JsonSerializerContext;
