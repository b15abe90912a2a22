using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Tests.Partitions;

/// <summary>Rows that a scripted store holds until their commit, and what became of them.</summary>
internal sealed class ScriptedStaging(ScriptedStore store) : IStagedRows
{
    public bool IsCommitted { get; private set; }

    public bool IsOver { get; private set; }

    public async Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        if (IsOver || IsCommitted)
            throw new InvalidOperationException("Staged rows are committed after their end.");
        IsCommitted = true;
        await store.CommitAsync(groups, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        IsOver = true;
        return ValueTask.CompletedTask;
    }
}
