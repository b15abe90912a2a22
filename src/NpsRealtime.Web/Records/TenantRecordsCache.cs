using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Annotations;
using NpsRealtime.Web.Campaigns;
using NpsRealtime.Web.Settings;

namespace NpsRealtime.Web.Records;

/// <summary>
/// What people have set and noted, of all tenants, in memory: every answer needs some of it, and people change it a few times a
/// day. A change made here is in the cache at once; one made at another node within two seconds. Thread-safe.
/// </summary>
internal sealed class TenantRecordsCache(IRecordStore records, IScoreEngine engine, ILogger<TenantRecordsCache> logger) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly ConcurrentDictionary<string, (long Revision, IReadOnlyList<StoredRecord> Records)> _kinds = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<int, TenantRecords> _pages = FrozenDictionary<int, TenantRecords>.Empty;

    /// <summary>Raised after the cache took in something new.</summary>
    public event Action? Changed;

    /// <summary>What is known of a tenant.</summary>
    public TenantRecords Of(Tenant tenant) => _pages.GetValueOrDefault(tenant.Id, TenantRecords.Empty);

    /// <summary>Writes a record and takes it into the cache.</summary>
    /// <returns>The new version; null when another version was there than the one expected.</returns>
    public async Task<long?> PutAsync(
        Tenant tenant, string kind, string id, string body, long? expectedVersion, CancellationToken cancellation)
    {
        var version = await records.PutAsync(tenant.Id, kind, id, body, expectedVersion, cancellation);
        await RefreshAsync(CancellationToken.None);
        return version;
    }

    /// <summary>Removes a record. False when it was not there.</summary>
    public async Task<bool> DeleteAsync(Tenant tenant, string kind, string id, CancellationToken cancellation)
    {
        var wasThere = await records.DeleteAsync(tenant.Id, kind, id, cancellation);
        await RefreshAsync(CancellationToken.None);
        return wasThere;
    }

    /// <summary>Reads whatever has changed since the last reading.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var isChanged = false;
            foreach (var kind in RecordKinds.Held)
            {
                var known = _kinds.TryGetValue(kind, out var held) ? held.Revision : 0;
                if (await records.RevisionAsync(kind, cancellation) == known)
                    continue;
                _kinds[kind] = await records.ListAllAsync(kind, cancellation);
                isChanged = true;
            }

            if (!isChanged)
                return;
            var before = _pages;
            _pages = Pages();
            await ApplyAsync(before, cancellation);
            Changed?.Invoke();
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>Gives each tenant whose page changed its new calendar; the engine's windows are resolved by it from then on.</summary>
    private async Task ApplyAsync(FrozenDictionary<int, TenantRecords> before, CancellationToken cancellation)
    {
        var changed = before.Keys.Union(_pages.Keys).ToHashSet();
        foreach (var known in await engine.ListTenantsAsync(cancellation))
        {
            if (changed.Contains(known.Id) && await engine.FindTenantAsync(known.Name, cancellation) is { } tenant)
                tenant.Calendar = Of(tenant).CalendarIn(tenant.TimeZone);
        }
    }

    private FrozenDictionary<int, TenantRecords> Pages() => _kinds.Values
        .SelectMany(kind => kind.Records)
        .GroupBy(record => record.TenantId)
        .ToFrozenDictionary(tenant => tenant.Key, tenant => Page([.. tenant]));

    private TenantRecords Page(IReadOnlyList<StoredRecord> all)
    {
        var settings = all.FirstOrDefault(record => record.Kind == RecordKinds.Settings);
        return new TenantRecords
        {
            Settings = (settings is null ? null : Read(settings, RecordJson.Default.SettingsBody))?.Complete() ?? SettingsBody.Default,
            SettingsVersion = settings?.Version ?? 0,
            Campaigns = Of(all, RecordKinds.Campaign, RecordJson.Default.CampaignBody)
                .ToFrozenDictionary(found => found.Record.Id, found => CampaignAnswer.Of(found.Record.Id, found.Body, found.Record.Version)),
            Annotations = [.. Of(all, RecordKinds.Annotation, RecordJson.Default.AnnotationBody)
                .Select(found => AnnotationAnswer.Of(found.Record.Id, found.Body, found.Record.Version))
                .OrderBy(annotation => annotation.At).ThenBy(annotation => annotation.Id, StringComparer.Ordinal)],
            Keys = Of(all, RecordKinds.KeySetting, RecordJson.Default.KeySetting)
                .ToFrozenDictionary(found => found.Record.Id, found => found.Body),
        };
    }

    private IEnumerable<(StoredRecord Record, T Body)> Of<T>(IEnumerable<StoredRecord> all, string kind, JsonTypeInfo<T> type)
        where T : class =>
        from record in all
        where record.Kind == kind
        let body = Read(record, type)
        where body is not null
        select (record, body);

    /// <summary>A record that a newer program wrote in another form must not take the others down with it.</summary>
    private T? Read<T>(StoredRecord record, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(record.Body, type);
        }
        catch (JsonException fault)
        {
            Log.RecordUnreadable(logger, fault, record.Kind, record.TenantId);
            return null;
        }
    }
}
