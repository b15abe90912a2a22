using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace NpsRealtime.Scoring;

/// <summary>
/// The threads of this process for work that comes in bulk. On the thread pool, which has as many threads as there are processors,
/// everybody's next step would wait for some milliseconds of it, and a response takes ten steps. Here it takes what processors are
/// free, since these threads run at a lower priority than all others.
/// </summary>
public sealed class BulkThreads : TaskScheduler
{
    private const int Niceness = 5;

    private readonly BlockingCollection<Task> _tasks = [];

    private BulkThreads(string name)
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

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void Run()
    {
        // The runtime sets no priorities on Linux. There each thread has a niceness of its own, and may always raise it; should that
        // fail, these threads run like any other.
        if (OperatingSystem.IsLinux())
            _ = SetPriority(which: 0, who: 0, Niceness);
        foreach (var task in _tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
    }

#pragma warning disable SYSLIB1054 // What the generator writes is unsafe code, which this project does without.
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int niceness);
#pragma warning restore SYSLIB1054
}
