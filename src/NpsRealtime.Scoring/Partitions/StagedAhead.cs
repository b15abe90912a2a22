using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// The new rows of groups whose turn to commit has not come. They are void as soon as the commit before them turns out otherwise
/// than assumed, which may be before they are begun. Thread-safe.
/// </summary>
internal sealed class StagedAhead(GroupCommit commit)
{
    private static readonly Task<IStagedRows?> Nothing = Task.FromResult<IStagedRows?>(null);

    private readonly Lock _gate = new();
    private Task<IStagedRows?> _staging = Nothing;
    private bool _isVoid;

    /// <summary>Begins to hand over the rows of these works, unless that is void already.</summary>
    public void Begin(List<CommitWork> works)
    {
        lock (_gate)
        {
            if (!_isVoid && works.Count > 0)
                _staging = commit.StageAsync(works);
        }
    }

    /// <summary>The rows once the store has them; null when it has none. Whoever takes them has to end them.</summary>
    public Task<IStagedRows?> TakeAsync() => Remove(isVoid: false);

    /// <summary>Completes when nothing is staged any more.</summary>
    public async Task VoidAsync()
    {
        if (await Remove(isVoid: true) is { } staged)
            await staged.DisposeAsync();
    }

    private Task<IStagedRows?> Remove(bool isVoid)
    {
        lock (_gate)
        {
            _isVoid |= isVoid;
            var staging = _staging;
            _staging = Nothing;
            return staging;
        }
    }
}
