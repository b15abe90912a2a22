using System.Collections.Concurrent;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tenants;

/// <summary>
/// The tenants that a process has met, by name, each with what it keeps of it. A tenant that was deleted is never found again, also
/// when somebody who still holds it (a viewer's stream, a request under way) asks for its home afterwards. Thread-safe.
/// </summary>
/// <param name="read">Reads the tenant of a slug from the store; null when there is none.</param>
/// <param name="make">Makes a home.</param>
/// <param name="release">Lets go of a home that is not used any more.</param>
public sealed class TenantHomes<THome>(
    Func<string, CancellationToken, Task<Tenant?>> read, Func<Tenant, THome> make, Action<THome> release)
    where THome : class, ITenantHome
{
    private readonly ConcurrentDictionary<string, THome> _homes = new(StringComparer.Ordinal);

    /// <summary>Every home there is at the moment.</summary>
    public ICollection<THome> All => _homes.Values;

    /// <summary>The tenant of that slug when it is known here; it may have been deleted elsewhere.</summary>
    public THome? Known(string name) => _homes.TryGetValue(name, out var known) && !known.Tenant.IsDeleted ? known : null;

    /// <summary>The tenant of that slug, or null when there is none.</summary>
    public async Task<THome?> FindAsync(string name, CancellationToken cancellation)
    {
        if (Known(name) is { } known)
            return known;
        while (await read(name, cancellation) is { } found)
        {
            // It may have been deleted between the read and now, by someone who did not find it here to forget. Whoever deletes it from
            // now on does find it; so a second read is certain.
            var home = Of(found);
            if ((await read(name, cancellation))?.Id == home.Tenant.Id)
                return home;
            Forget(home.Tenant);
        }

        return null;
    }

    /// <summary>The home of a tenant; of the one that has its name now, when it was deleted and made anew.</summary>
    public THome Of(Tenant tenant)
    {
        while (true)
        {
            if (!_homes.TryGetValue(tenant.Name, out var known))
            {
                var made = make(tenant);
                if (_homes.TryAdd(tenant.Name, made))
                    return made;
                release(made);
            }
            else if (!known.Tenant.IsDeleted || tenant.IsDeleted)
            {
                return known;
            }
            else
            {
                Remove(known);
            }
        }
    }

    /// <summary>The home of a tenant that the store has just named: one that had its name before was deleted.</summary>
    public THome Stored(Tenant tenant)
    {
        if (_homes.TryGetValue(tenant.Name, out var known) && known.Tenant.Id != tenant.Id)
            Forget(known.Tenant);
        return Of(tenant);
    }

    /// <summary>The tenant was deleted.</summary>
    public void Forget(Tenant tenant)
    {
        tenant.MarkDeleted();
        if (!_homes.TryGetValue(tenant.Name, out var known) || known.Tenant.Id != tenant.Id)
            return;
        known.Tenant.MarkDeleted();
        Remove(known);
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        foreach (var home in _homes.Values)
            Remove(home);
    }

    private void Remove(THome home)
    {
        if (_homes.TryRemove(KeyValuePair.Create(home.Tenant.Name, home)))
            release(home);
    }
}
