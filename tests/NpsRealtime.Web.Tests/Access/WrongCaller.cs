using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>One kind of caller who must not get in, and how he tries.</summary>
/// <param name="Name">What he is, for the message of a failed test.</param>
/// <param name="Key">What he sends; null for nothing.</param>
/// <param name="Lacks">The scope whose endpoints he must not reach; null when he must not reach any.</param>
internal sealed record WrongCaller(string Name, string? Key, Scope? Lacks)
{
    /// <summary>Every kind: no key, garbage, expired, revoked, another tenant's, each scope missing, a board link for another board.</summary>
    public static async Task<IReadOnlyList<WrongCaller>> AllAsync(AccessWorld world)
    {
        var revoked = await world.MakeKeyAsync("acme", ["admin"]);
        (await world.Platform.DeleteAsync($"/v1/tenants/acme/keys/{revoked.GetProperty("id").GetString()}")).EnsureSuccessStatusCode();
        var expired = await world.MakeKeyAsync("acme", ["admin"], TimeProvider.System.GetUtcNow().AddSeconds(3));
        await world.SeeRefusedAsync(expired.GetProperty("key").GetString());
        var good = await world.KeyAsync("acme", "admin");
        return
        [
            new("no key", null, Lacks: null),
            new("garbage", "garbage", Lacks: null),
            new("a made-up key", "nps_0123456789abcdef_" + new string('A', 43), Lacks: null),
            new("a key with another secret", good[..^1] + (good[^1] == 'A' ? 'B' : 'A'), Lacks: null),
            new("expired", expired.GetProperty("key").GetString(), Lacks: null),
            new("revoked", revoked.GetProperty("key").GetString(), Lacks: null),
            new("another tenant's", await world.KeyAsync("rival", "admin"), Lacks: null),
            new("without ingest", await world.KeyAsync("acme", "read", "comments"), Scope.Ingest),
            new("without read", await world.KeyAsync("acme", "ingest", "comments"), Scope.Read),
            new("without comments", await world.KeyAsync("acme", "ingest", "read"), Scope.Comments),
            new("without admin", await world.KeyAsync("acme", "ingest", "read", "comments"), Scope.Admin),
            new("without platform", good, Scope.Platform),
        ];
    }
}
