using Microsoft.Extensions.Logging;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Engine;

/// <summary>A node's senders to the partitions of one tenant.</summary>
internal sealed class TenantSenders(Tenant tenant, IClusterGrains grains, ScoringParts parts, ILogger logger)
{
    private readonly PartitionSender[] _senders =
        [.. Enumerable.Range(0, tenant.Partitions).Select(partition => new PartitionSender(tenant, partition, grains, parts, logger))];

    /// <summary>The tenant's number, by which it differs from one of its name that was deleted.</summary>
    public int TenantId => tenant.Id;

    /// <summary>Hands each request of a batch to its partition's sender.</summary>
    public void Enqueue(WaitingBatch batch)
    {
        if (_senders.Length == 1)
        {
            _senders[0].Enqueue(batch);
            return;
        }

        foreach (var indexes in Enumerable.Range(0, batch.Requests.Count)
            .GroupBy(index => batch.Requests[index].IdHash.Partition(_senders.Length)))
            _senders[indexes.Key].Enqueue(batch, [.. indexes]);
    }
}
