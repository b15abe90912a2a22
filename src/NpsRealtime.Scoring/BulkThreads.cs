using System.Collections.Concurrent;

namespace NpsRealtime.Scoring;

/// <summary>
/// The threads of this process for work that comes in bulk. On the thread pool, which has as many threads as there are processors,
/// everybody's next step would wait for some milliseconds of it, and a response takes ten steps. While somebody else sends as well, work in
/// bulk rests between its steps.
/// </summary>
/// <remarks>
/// They have the priority of all others: a thread of the pool that is started from one with a lower priority inherits it for good, and a
/// lower one brought nothing that the rests do not.
/// </remarks>
public sealed class BulkThreads : TaskScheduler
{
    private const long GivesWayMilliseconds = 10_000;

    /// <summary>No rest is shorter than a timer can tell.</summary>
    internal static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(1);

    /// <summary>No rest is longer than somebody notices.</summary>
    internal static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(100);

    private static int s_rest;
    private static long s_givesWayUntil;

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

    /// <summary>Whether somebody else has sent not long ago.</summary>
    public static bool AreGivingWay => Environment.TickCount64 < Volatile.Read(ref s_givesWayUntil);

    /// <summary>How long work in bulk rests after it has worked so long: not at all unless somebody else sends.</summary>
    public static TimeSpan RestAfter(TimeSpan worked)
    {
        if (!AreGivingWay)
            return TimeSpan.Zero;
        var rest = worked * Volatile.Read(ref s_rest);
        return rest < RestMin ? TimeSpan.Zero : rest > RestMax ? RestMax : rest;
    }

    /// <summary>
    /// Somebody else sends too: for the next ten seconds bulk rests so many times as long as it has worked.
    /// </summary>
    public static void GiveWay(int rest)
    {
        Volatile.Write(ref s_rest, rest);
        Volatile.Write(ref s_givesWayUntil, Environment.TickCount64 + GivesWayMilliseconds);
    }

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
