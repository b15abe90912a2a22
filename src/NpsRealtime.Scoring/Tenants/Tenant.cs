using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>One organisation. Nothing crosses from one to another.</summary>
public sealed class Tenant
{
    /// <summary>Bytes of <see cref="IdKey"/>.</summary>
    public const int IdKeyBytes = 32;

    /// <summary>Bytes of a block of SHA-256, which is what HMAC pads its key to.</summary>
    internal const int HashBlockBytes = 64;

    public Tenant(int id, string name, string label, TimeZoneInfo timeZone, byte[] idKey, int partitions)
    {
        Id = id;
        Name = name;
        Label = label;
        Calendar = new TenantCalendar(timeZone);
        IdKey = idKey;
        Partitions = partitions;
        InnerPad = Pad(idKey, 0x36);
        OuterPad = Pad(idKey, 0x5C);
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

    /// <summary>The id-hash key with HMAC's inner padding.</summary>
    internal byte[] InnerPad { get; }

    /// <summary>The id-hash key with HMAC's outer padding.</summary>
    internal byte[] OuterPad { get; }

    public override string ToString() => Name;

    private static byte[] Pad(byte[] key, byte pad)
    {
        var block = new byte[HashBlockBytes];
        key.CopyTo(block, 0);
        for (var index = 0; index < block.Length; index++)
            block[index] ^= pad;
        return block;
    }
}
