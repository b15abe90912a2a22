namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Whether a partition's next group is likely to hold only new ids, as nearly all do but in a repeated import. Then nobody reads
/// what exists: should an id be there after all, the store refuses the insert, nothing is committed, and the group is decided
/// again from what is read. Not thread-safe: a partition is with one committer at a time.
/// </summary>
internal sealed class NewIdGuess
{
    private const int GroupsReadAtFirst = 2;
    private const int GroupsReadAfterMistake = 16;

    private int _groupsToRead = GroupsReadAtFirst;

    /// <summary>Whether to take the next group's ids for new.</summary>
    public bool IsLikely => _groupsToRead == 0;

    /// <summary>A group was read, and so many of its ids existed.</summary>
    public void Found(int existing) =>
        _groupsToRead = existing > 0 ? Math.Max(_groupsToRead, GroupsReadAfterMistake) : Math.Max(_groupsToRead - 1, 0);

    /// <summary>The guess was wrong: for a while it is worth reading.</summary>
    public void WasWrong() => _groupsToRead = GroupsReadAfterMistake;
}
