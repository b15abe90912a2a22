using System.Collections.Concurrent;

namespace NpsRealtime.Scoring;

/// <summary>
/// The threads of this process for work that comes in bulk. On the thread pool, which has as many threads as there are processors,
/// everybody's next step would wait for some milliseconds of it, and a response takes ten steps.
/// </summary>
/// <remarks>
/// They have the priority of all others. A thread of the pool that is started from one with a lower priority inherits that, for good and
/// for everybody's work, and nobody without privileges can raise it again.
/// </remarks>
public sealed class BulkThreads : TaskScheduler
{
    private readonly BlockingCollection<Task> _tasks = [];

    internal BulkThreads(string name)
    {
        for (var number = 0; number < Environment.ProcessorCount; number++)
            new Thread(Run) { IsBackground = true, Name = $"{name} {number}" }.Start();
    }

    /// <summary>They read and parse long bodies.</summary>
    public static BulkThreads Reading { get; } = new("Bulk reading");

    /// <summary>They decide about large groups; they are others, or each step would wait for what is being read.</summary>
    public static BulkThreads Deciding { get; } = new("Bulk deciding");

    public override int MaximumConcurrencyLevel => Environment.ProcessorCount;

    /// <summary>Awaited, it makes the rest of an asynchronous method run here.</summary>
    public BulkThreadsEntry EnterAsync() => new(this);

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
    }
}
