using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Listing;

/// <summary>A tenant's keys by number and by text, as of one read.</summary>
public sealed class KeyNumbers(IReadOnlyList<StoredKey> keys)
{
    private readonly Dictionary<int, ScoreKey> _byId = keys.ToDictionary(key => key.Id, key => key.Key);
    private readonly Dictionary<string, int> _byText = keys.ToDictionary(key => key.Key.Text, key => key.Id, StringComparer.Ordinal);

    public ScoreKey this[int id] => _byId[id];

    /// <summary>The number of a key; null when no response ever had it.</summary>
    public int? IdOf(ScoreKey key) =>
        key.Kind == ScoreKind.Tenant ? StoredKey.TenantId : _byText.TryGetValue(key.Text, out var id) ? id : null;
}
