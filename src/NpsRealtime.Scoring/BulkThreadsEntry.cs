using System.Runtime.CompilerServices;

namespace NpsRealtime.Scoring;

/// <summary>The way onto <see cref="BulkThreads"/>: what follows its await runs there, and so does what follows any later one.</summary>
public sealed class BulkThreadsEntry(BulkThreads threads) : ICriticalNotifyCompletion
{
    public bool IsCompleted => TaskScheduler.Current == threads;

    public BulkThreadsEntry GetAwaiter() => this;

    public void GetResult()
    {
        // There is nothing to return and nothing that could have failed.
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) =>
        _ = Task.Factory.StartNew(continuation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads);
}
