using System.Text.Json;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Web.Access.Pairing;

/// <summary>Televisions that wait, in the records of the database, so that any node may confirm what another one began.</summary>
internal sealed class Pairings(IRecordStore records, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Televisions that wait at the same time; more are a flood, which must not fill the database.</summary>
    private const int WaitingMax = 500;

    /// <summary>Makes a code for a token; null when too many wait.</summary>
    public async Task<PairingRecord?> BeginAsync(AccessToken token, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var waiting = new HashSet<string>();
        foreach (var (id, pairing, _) in await ListAsync(cancellation))
        {
            if (pairing.ExpiresAt < now)
                await records.DeleteAsync(0, PairingRecord.Kind, id, cancellation);
            else
                waiting.Add(pairing.Code);
        }

        if (waiting.Count >= WaitingMax)
            return null;
        var code = PairingCode.Make();
        while (!waiting.Add(code))
            code = PairingCode.Make();
        var begun = new PairingRecord(code, token.Hash(), now.AddSeconds(options.Value.PairingSeconds));
        await WriteAsync(token.Id, begun, expectedVersion: 0, cancellation);
        return begun;
    }

    /// <summary>The pairing of a token; null when it is over or there was none.</summary>
    public async Task<PairingRecord?> FindAsync(AccessToken token, CancellationToken cancellation) =>
        await records.GetAsync(0, PairingRecord.Kind, token.Id, cancellation) is { } stored && Read(stored) is var pairing
            && token.Matches(pairing.Hash) && (pairing.Tenant is not null || pairing.ExpiresAt >= time.GetUtcNow())
            ? pairing
            : null;

    /// <summary>The television that shows a code and waits.</summary>
    public async Task<(string Id, PairingRecord Pairing, long Version)?> FindAsync(string code, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var found in await ListAsync(cancellation))
        {
            if (found.Pairing.Code == code && found.Pairing.ExpiresAt >= now && found.Pairing.Tenant is null)
                return found;
        }

        return null;
    }

    /// <summary>Writes what became of one; null when somebody else was first.</summary>
    public Task<long?> WriteAsync(string id, PairingRecord pairing, long expectedVersion, CancellationToken cancellation) => records.PutAsync(
        0, PairingRecord.Kind, id, JsonSerializer.Serialize(pairing, AccessJson.Default.PairingRecord), expectedVersion, cancellation);

    private async Task<List<(string Id, PairingRecord Pairing, long Version)>> ListAsync(CancellationToken cancellation) =>
        [.. (await records.ListAsync(0, PairingRecord.Kind, cancellation)).Select(stored => (stored.Id, Read(stored), stored.Version))];

    private static PairingRecord Read(StoredRecord stored) => JsonSerializer.Deserialize(stored.Body, AccessJson.Default.PairingRecord)!;
}
