using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace NpsRealtime.Scoring;

/// <summary>
/// The threads of this process for work that comes in bulk. On the thread pool, which has as many threads as there are processors,
/// everybody's next step would wait for some milliseconds of it, and a response takes ten steps. While somebody else sends as well it
/// takes what processors are free, on threads of a lower priority than all others; alone, that would only hold it up behind the
/// database and its own sender.
/// </summary>
public sealed class BulkThreads : TaskScheduler
{
    private const int Niceness = 5;
    private const long GivesWayMilliseconds = 10_000;

    /// <summary>No rest is shorter than a timer can tell.</summary>
    internal static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(1);

    /// <summary>No rest is longer than somebody notices.</summary>
    internal static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(100);

    private static int s_rest;

    private readonly BlockingCollection<Task> _usual = [];
    private readonly BlockingCollection<Task> _low = [];
    private long _givesWayUntil;

    internal BulkThreads(string name)
    {
        for (var number = 0; number < Environment.ProcessorCount; number++)
        {
            new Thread(() => Run(_usual, niceness: 0)) { IsBackground = true, Name = $"{name} {number}" }.Start();
            new Thread(() => Run(_low, Niceness)) { IsBackground = true, Name = $"{name} {number}, low" }.Start();
        }
    }

    /// <summary>They read and parse long bodies.</summary>
    public static BulkThreads Reading { get; } = new("Bulk reading");

    /// <summary>They decide about large groups; they are others, or each step would wait for what is being read.</summary>
    public static BulkThreads Deciding { get; } = new("Bulk deciding");

    private bool GivesWay => Environment.TickCount64 < Volatile.Read(ref _givesWayUntil);

    public override int MaximumConcurrencyLevel => Environment.ProcessorCount;

    /// <summary>Whether somebody else has sent not long ago.</summary>
    public static bool AreGivingWay => Deciding.GivesWay;

    /// <summary>How long work in bulk rests after it has worked so long: not at all unless somebody else sends.</summary>
    public static TimeSpan RestAfter(TimeSpan worked)
    {
        if (!AreGivingWay)
            return TimeSpan.Zero;
        var rest = worked * Volatile.Read(ref s_rest);
        return rest < RestMin ? TimeSpan.Zero : rest > RestMax ? RestMax : rest;
    }

    /// <summary>
    /// Somebody else sends too: for the next ten seconds all bulk of this process has a lower priority, and what of it others do, such as a
    /// database's sessions, rests so many times as long as it has worked.
    /// </summary>
    public static void GiveWay(int rest)
    {
        Volatile.Write(ref s_rest, rest);
        Reading.GiveWayNow();
        Deciding.GiveWayNow();
    }

    /// <summary>Awaited, it makes the rest of an asynchronous method run here.</summary>
    public BulkThreadsEntry EnterAsync() => new(this);

    /// <summary>These threads alone give way.</summary>
    internal void GiveWayNow() => Volatile.Write(ref _givesWayUntil, Environment.TickCount64 + GivesWayMilliseconds);

    protected override void QueueTask(Task task) => (GivesWay ? _low : _usual).Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _usual, .. _low];

    private void Run(BlockingCollection<Task> tasks, int niceness)
    {
        // The runtime sets no priorities on Linux. There each thread has a niceness of its own, and may always raise it; should that
        // fail, these threads run like any other.
        if (niceness > 0 && OperatingSystem.IsLinux())
            _ = SetPriority(which: 0, who: 0, niceness);
        foreach (var task in tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
    }

#pragma warning disable SYSLIB1054 // What the generator writes is unsafe code, which this project does without.
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int niceness);
#pragma warning restore SYSLIB1054
}
