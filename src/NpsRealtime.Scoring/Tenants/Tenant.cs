using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>One organisation. Nothing crosses from one to another.</summary>
public sealed class Tenant
{
    /// <summary>Bytes of <see cref="IdKey"/>.</summary>
    public const int IdKeyBytes = 32;

    private volatile bool _isDeleted;

    public Tenant(int id, string name, string label, TimeZoneInfo timeZone, byte[] idKey, int partitions)
    {
        Id = id;
        Name = name;
        Label = label;
        Calendar = new TenantCalendar(timeZone);
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
    public TimeZoneInfo TimeZone
    {
        get => Calendar.Zone;
        set => Calendar = Calendar with { Zone = value };
    }

    /// <summary>What its windows are resolved by. Replaced as a whole when a setting or a campaign changes.</summary>
    public TenantCalendar Calendar { get; set; }

    /// <summary>The random key of the tenant's id hashes; a secret.</summary>
    public byte[] IdKey { get; }

    /// <summary>How many response partitions the tenant has, fixed when it is made.</summary>
    public int Partitions { get; }

    /// <summary>Whether it was deleted while somebody held it. Another of its name is another tenant.</summary>
    public bool IsDeleted => _isDeleted;

    /// <summary>It was deleted; this is not taken back.</summary>
    public void MarkDeleted() => _isDeleted = true;

    public override string ToString() => Name;
}
