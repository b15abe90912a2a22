using System.Buffers;
using System.Text.Json;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Tenants;

/// <summary>Validates what somebody asks a tenant to be.</summary>
internal static class TenantSettingsReader
{
    private const int TimeZoneLengthMax = 64;

    /// <summary>Reads the name from the address and the settings from the body, which may be empty.</summary>
    public static TenantRequest? Read(string name, ReadOnlySequence<byte> body, out List<ResponseFault> faults)
    {
        faults = [];
        if (!Slug.TryCreate(name, out var slug, out var fault))
            faults.Add(new ResponseFault("tenant", $"The tenant's name {fault}."));
        var settings = Settings(body, faults);
        var zone = TimeZone(settings?.TimeZone, faults);
        var idKey = IdKey(settings?.IdKey, faults);
        return faults.Count == 0 ? new TenantRequest(slug!, zone, idKey) : null;
    }

    private static TenantSettings? Settings(ReadOnlySequence<byte> body, List<ResponseFault> faults)
    {
        if (body.IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (UnknownFields.Find(document.RootElement, WebJson.Default.TenantSettings) is var (at, known))
            {
                faults.Add(new ResponseFault(at, UnknownFields.Tell(known)));
                return null;
            }

            if (document.RootElement.Deserialize(WebJson.Default.TenantSettings) is { } settings)
                return settings;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The message of the parser may quote the body, so that it is not passed on.
        }

        faults.Add(new ResponseFault("$", "The settings are a JSON object, as in {\"timeZone\":\"Europe/Berlin\"}, or nothing at all."));
        return null;
    }

    private static TimeZoneInfo? TimeZone(string? name, List<ResponseFault> faults)
    {
        if (name is null)
            return null;

        // Only the characters of IANA names: the system looks zones up as files.
        var isPlausible = name.Length is > 0 and <= TimeZoneLengthMax
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '-' or '+');
        if (isPlausible && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId)
            return zone;
        faults.Add(new ResponseFault("timeZone", "timeZone is not a time zone that this server knows; use an IANA name such as Europe/Berlin or UTC."));
        return null;
    }

    private static byte[]? IdKey(string? text, List<ResponseFault> faults)
    {
        if (text is null)
            return null;
        var key = new byte[Tenant.IdKeyBytes];
        if (text.Length < 100 && Convert.TryFromBase64String(text, key, out var length) && length == key.Length)
            return key;
        faults.Add(new ResponseFault("idKey", $"idKey is {Tenant.IdKeyBytes} bytes in base64, taken from an export."));
        return null;
    }
}
