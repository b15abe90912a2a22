using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>One organisation. Nothing crosses from one to another.</summary>
public sealed class Tenant
{
    /// <summary>Bytes of <see cref="IdKey"/>.</summary>
    public const int IdKeyBytes = 32;

    public Tenant(int id, string name, string label, TimeZoneInfo timeZone, byte[] idKey, int partitions)
    {
        Id = id;
        Name = name;
        Label = label;
        TimeZone = timeZone;
        IdKey = idKey;
        Partitions = partitions;
    }

    /// <summary>The store's number for the tenant; it means nothing outside one store.</summary>
    public int Id { get; }

    /// <summary>The tenant's slug.</summary>
    public string Name { get; }

    /// <summary>The spelling under which the tenant was made.</summary>
    public string Label { get; }

    /// <summary>Where its days begin and end. Set anew only while there are no responses.</summary>
    public TimeZoneInfo TimeZone { get; set; }

    /// <summary>The random key of the tenant's id hashes; a secret.</summary>
    public byte[] IdKey { get; }

    /// <summary>How many response partitions the tenant has, fixed when it is made.</summary>
    public int Partitions { get; }

    public override string ToString() => Name;
}
