namespace NpsRealtime.Storage.Sqlite;

/// <summary>What a commit does about its changes of tallies.</summary>
internal enum Merge
{
    /// <summary>It carries them, to be merged with many others.</summary>
    Later,

    /// <summary>It writes its own into the tallies, and leaves what the commits before carry.</summary>
    Own,

    /// <summary>It writes its own into the tallies, and all that the commits before carry.</summary>
    All,
}
