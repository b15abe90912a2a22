using System.Text.Json;
using System.Text.Json.Serialization;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Access.Links;
using NpsRealtime.Web.Access.Pairing;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.Privacy;

namespace NpsRealtime.Web.Access;

/// <summary>How keys, links and what is asked about them are written as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(KeyRecord))]
[JsonSerializable(typeof(KeyAsk))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(KeyMade))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(RotationAsk))]
[JsonSerializable(typeof(LinkRecord))]
[JsonSerializable(typeof(LinkAsk))]
[JsonSerializable(typeof(LinkList))]
[JsonSerializable(typeof(LinkMade))]
[JsonSerializable(typeof(PairingRecord))]
[JsonSerializable(typeof(PairingBegun))]
[JsonSerializable(typeof(PairingState))]
[JsonSerializable(typeof(LastUse))]
[JsonSerializable(typeof(TrailPage))]
[JsonSerializable(typeof(RetentionSettings))]
[JsonSerializable(typeof(TenantDeleted))]
[JsonSerializable(typeof(AccessAnswer))]
internal sealed partial class AccessJson : JsonSerializerContext;
