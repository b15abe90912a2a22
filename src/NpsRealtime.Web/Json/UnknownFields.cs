using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NpsRealtime.Web.Json;

/// <summary>
/// Finds fields that a body must not have. What configures the service is refused then: who misspells a field believes that it was set.
/// (A response is taken all the same, since none may be lost for a label; its receipt names what was not understood.)
/// </summary>
internal static class UnknownFields
{
    private const int NameShownMax = 100;

    /// <summary>Where the first field stands that its type does not have, and those that it does have; null when all are known.</summary>
    public static (string Path, string Known)? Find(JsonElement element, JsonTypeInfo type, string path = "")
    {
        if (element.ValueKind == JsonValueKind.Array && type.ElementType is { } items)
        {
            var of = type.Options.GetTypeInfo(items);
            return element.EnumerateArray().Select((item, index) => Find(item, of, $"{path}[{index}]")).FirstOrDefault(found => found is not null);
        }

        if (element.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
            return null;
        foreach (var field in element.EnumerateObject())
        {
            var name = field.Name.Length > NameShownMax ? field.Name[..NameShownMax] + "…" : field.Name;
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (type.Properties.FirstOrDefault(property => property.Name == field.Name) is not { } known)
                return (at, string.Join(", ", type.Properties.Select(property => property.Name)));
            if (Find(field.Value, type.Options.GetTypeInfo(known.PropertyType), at) is { } inside)
                return inside;
        }

        return null;
    }

    /// <summary>The sentence that tells it.</summary>
    public static string Tell(string known) => $"There is no such field. The fields are: {known}.";
}
