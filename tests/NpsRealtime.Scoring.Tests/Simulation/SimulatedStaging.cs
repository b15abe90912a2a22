using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>Rows that wait for their commit. It writes them, and no others, whatever the groups that are committed say.</summary>
internal sealed class SimulatedStaging(FaultyConnection connection, IReadOnlyList<GroupRows> staged) : IStagedRows
{
    private bool _isOver;

    public Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        if (_isOver)
            throw new InvalidOperationException("Staged rows are committed after their end.");
        return connection.CommitAsync([.. groups.Select(group => group with { Inserted = RowsOf(group.Partition) })], cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _isOver = true;
        return ValueTask.CompletedTask;
    }

    private IReadOnlyList<ResponseRow> RowsOf(PartitionAddress partition)
    {
        foreach (var group in staged)
        {
            if (group.Partition == partition)
                return group.Inserted;
        }

        return [];
    }
}
