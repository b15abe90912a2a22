using System.Text.Json;
using System.Text.Json.Serialization;

namespace NpsRealtime.Cli.Server;

/// <summary>The JSON of the HTTP contract, generated at build time so that the first request does not wait for reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TenantAnswer))]
[JsonSerializable(typeof(TenantListAnswer))]
[JsonSerializable(typeof(TenantAsk))]
[JsonSerializable(typeof(IngestAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(RecountAnswer))]
[JsonSerializable(typeof(IReadOnlyList<RecountAnswer>))]
[JsonSerializable(typeof(SnapshotAnswer))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(KeyListAnswer))]
[JsonSerializable(typeof(KeyMadeAnswer))]
[JsonSerializable(typeof(KeyAsk))]
[JsonSerializable(typeof(RotationAsk))]
internal sealed partial class ServerJson : JsonSerializerContext;
