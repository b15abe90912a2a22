namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>How far a transaction has come, so that a failure can be judged.</summary>
internal sealed class CommitProgress
{
    /// <summary>Whether the commit was, or may have been, sent: from here on a lost connection leaves the outcome open.</summary>
    public bool IsCommitting { get; set; }
}
