namespace NpsRealtime.Scoring.Store;

/// <summary>
/// New rows that a store has taken in and that nobody sees yet. Disposed without a commit, they were never there. Disposing throws
/// nothing.
/// </summary>
public interface IStagedRows : IAsyncDisposable
{
    /// <summary>
    /// Commits the groups whose new rows these are, exactly as <see cref="IResponseStore.CommitAsync"/> would: they are fenced now,
    /// not when their rows were taken in. Called once.
    /// </summary>
    Task CommitAsync(IReadOnlyList<GroupWrite> groups, CancellationToken cancellation);
}
