using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Responses;

/// <summary>One validated request about one response, on its way to its partition. Not changed once it is handed over.</summary>
public sealed class ResponseRequest
{
    public required ResponseVerb Verb { get; init; }

    /// <summary>The id as it was sent; null only for the tombstone of an erased response, which has only its hash.</summary>
    public string? Id { get; init; }

    /// <summary>0 to 10.</summary>
    public int Score { get; init; }

    public Slug Channel { get; init; } = Slug.Other;

    public Slug Touchpoint { get; init; } = Slug.Other;

    /// <summary>Sorted by name; no name twice.</summary>
    public Segment[] Segments { get; init; } = [];

    /// <summary>When the customer answered, in milliseconds since 1970-01-01T00:00Z; stamped by the server when absent.</summary>
    public long RespondedAtMilliseconds { get; init; }

    /// <summary>Whether the sender gave that time.</summary>
    public bool RespondedAtSent { get; init; }

    /// <summary>When the server took the request, in milliseconds since 1970-01-01T00:00Z.</summary>
    public long AcceptedAtMilliseconds { get; init; }

    public string? Comment { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>About how much memory the request holds while it waits, in bytes.</summary>
    public int WaitingBytes { get; init; } = 512;

    /// <summary>The id's hash, once <see cref="Prepare(Tenant)"/> was called or for a tombstone.</summary>
    public IdHash IdHash { get; set; }

    /// <summary>
    /// Stands for the content as it was sent, without the time, so that duplicates are told from conflicts without reading rows
    /// back, also after a comment has been blanked by retention.
    /// </summary>
    public IdHash Fingerprint { get; set; }

    /// <summary>Makes an erasure.</summary>
    public static ResponseRequest Erasure(string id, long nowMilliseconds) =>
        new() { Verb = ResponseVerb.Delete, Id = id, AcceptedAtMilliseconds = nowMilliseconds };

    /// <summary>Makes an erasure of a response known only by its hash.</summary>
    public static ResponseRequest Erasure(IdHash idHash, long nowMilliseconds) =>
        new() { Verb = ResponseVerb.Delete, IdHash = idHash, AcceptedAtMilliseconds = nowMilliseconds };

    /// <summary>Computes the hashes for a tenant. Called once: by whoever routes the request to its partition.</summary>
    public void Prepare(Tenant tenant) => Prepare([this], tenant);

    /// <summary>Computes the hashes of many requests.</summary>
    public static void Prepare(IReadOnlyList<ResponseRequest> requests, Tenant tenant) => ResponseHashes.Compute(tenant, requests);
}
