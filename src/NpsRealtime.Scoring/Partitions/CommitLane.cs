using System.Threading.Channels;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// One transaction after the other. While one is being written, and enough waits to be worth it, the next groups are decided on
/// the assumption that it will be committed; should it not be, they are decided again. Where much waits in a partition a bulk lane keeps it from one transaction to the next; any other lane gives it back,
/// so that a bulk lane gets it.
/// </summary>
internal sealed class CommitLane(
    ChannelReader<ResponsePartition> ready, Func<ResponsePartition, bool> tryReady, bool isBulk, GroupBound bound, IResponseStore store,
    ScoringOptions options, TimeProvider time, IScoringLog log, StoreCondition condition, int fencesLostMax)
{
    /// <summary>How many ready partitions are worth taking up while a transaction is being written.</summary>
    private const int ReadyPartitionsAheadMin = 32;

    private static readonly TimeSpan PressedPatience = TimeSpan.FromSeconds(30);

    private readonly GroupCommit _commit = new(store, time, log, condition, fencesLostMax);
    private readonly AsyncSignal _news = new();
    private TimeSpan _owed;

    private int BulkResponsesMax =>
        Math.Min(bound.Responses, bound.AreFewSent ? store.BulkResponsesBesideFewMax : store.BulkResponsesMax);

    /// <summary>Works until the queue is complete and empty.</summary>
    public async Task RunAsync()
    {
        await Task.Yield();
        while (await ready.WaitToReadAsync())
        {
            var works = TakeReady();
            while (works.Count > 0)
                works = await HandleAsync(works);
        }
    }

    /// <summary>Commits works, and those that come up meanwhile. Returns the partitions that still have work when nobody else takes it.</summary>
    private async Task<List<CommitWork>> HandleAsync(List<CommitWork> works)
    {
        List<CommitWork> next = [];
        var writing = Task.FromResult(true);
        var began = time.GetTimestamp();
        try
        {
            await DownsamplingWantedAsync(works);
            var decided = await _commit.PrepareAsync(works, ahead: []);
            while (true)
            {
                writing = WriteAsync(GroupCommit.AnswerEmpty(decided));
                _ = TellAsync(writing);
                next = await TakeAheadAsync(works, writing);
                var decidedAhead = await _commit.PrepareAsync(next, works);
                var isAsAssumed = await writing;
                if (isBulk)
                    await RestAsync(time.GetElapsedTime(began));
                began = time.GetTimestamp();
                var left = Return(works, next);
                (works, next) = (next, []);
                await FinishAsync(left);
                if (works.Count == 0)
                    return [];
                await DownsamplingWantedAsync(works);
                decided = isAsAssumed && IsStillTrue(decidedAhead) ? decidedAhead : await _commit.PrepareAsync(decidedAhead, ahead: []);
            }
        }
        catch (Exception failure)
        {
            log.Unforeseen("committer", failure);
            await writing;
            List<CommitWork> all = [.. works.Concat(next).DistinctBy(work => work.Partition)];
            await _commit.RetryAloneAsync([.. works, .. next]);
            return Return(all, keep: []);
        }
    }

    /// <summary>
    /// Rests after work in bulk while others send. Groups of which nothing is new take less than a timer can tell, and there are thousands of
    /// them a second: what is owed for each adds up.
    /// </summary>
    private async Task RestAsync(TimeSpan worked)
    {
        var rest = bound.RestAfter(worked);
        _owed = rest == TimeSpan.Zero ? rest : _owed + rest;
        if (_owed < BulkThreads.RestMin)
            return;
        var owed = _owed < BulkThreads.RestMax ? _owed : BulkThreads.RestMax;
        _owed = TimeSpan.Zero;
        await Task.Delay(owed, time);
    }

    /// <summary>
    /// Writes, and whatever does not come through at once is committed from the beginning. Returns whether all was committed as it
    /// was decided, as the groups behind assume. Never throws.
    /// </summary>
    private async Task<bool> WriteAsync(List<CommitWork> works)
    {
        using var inHand = bound.Begin(works.Select(work => work.Partition.Address.TenantId));
        try
        {
            var decisions = works.ConvertAll(work => work.Decision);
            var left = await _commit.WriteAsync(works);
            await _commit.CommitAsync(left);
            return works.TrueForAll(work => work.IsCommitted) && decisions.SequenceEqual(works.ConvertAll(work => work.Decision));
        }
        catch (Exception failure)
        {
            log.Unforeseen("committer", failure);
            await _commit.RetryAloneAsync(works);
            return false;
        }
    }

    /// <summary>
    /// Tells that the writing is over once it is: told from inside it, whoever waits could look before its task is complete, and
    /// then wait for news that has come already.
    /// </summary>
    private async Task TellAsync(Task writing)
    {
        await writing;
        _news.Set();
    }

    /// <summary>Waits until the writing is over, or until so much waits that deciding about it must not wait.</summary>
    private async Task<List<CommitWork>> TakeAheadAsync(List<CommitWork> works, Task writing)
    {
        foreach (var work in works.Where(_ => isBulk))
            work.Partition.TellWhenPressed(_news.Set);
        while (!writing.IsCompleted)
        {
            if ((isBulk && works.Exists(work => work.Partition.IsPressed)) || ready.Count >= ReadyPartitionsAheadMin)
                break;
            await _news.WaitAsync(PressedPatience, time, CancellationToken.None);
        }

        var ahead = writing.IsCompleted ? [] : TakeReady();
        foreach (var work in works.Where(_ => isBulk))
        {
            work.Partition.TellWhenPressed(null);
            if (!writing.IsCompleted && work.Partition.IsPressed)
                ahead.Add(Take(work.Partition));
        }

        return ahead;
    }

    private List<CommitWork> TakeReady()
    {
        var works = new List<CommitWork>();
        var total = 0;
        while (total < (isBulk ? BulkResponsesMax : options.GroupResponsesMax) && ready.TryRead(out var partition))
        {
            var work = Take(partition);
            total += work.Group.Count;
            works.Add(work);
        }

        return works;
    }

    private CommitWork Take(ResponsePartition partition)
    {
        var isPressed = partition.IsPressed;
        var group = partition.TakeGroup(isBulk ? BulkResponsesMax : partition.PressedCount);
        bound.Seen(partition.Address.TenantId, group.Count, isPressed);
        return new CommitWork(partition, group);
    }

    /// <summary>
    /// Gives partitions back, but for those of which a next group is in hand. After the end of the queue what still waits has been
    /// admitted, and is returned to be committed here.
    /// </summary>
    private List<CommitWork> Return(List<CommitWork> works, List<CommitWork> keep)
    {
        var left = new List<CommitWork>();
        foreach (var work in works)
        {
            if (keep.Exists(kept => kept.Partition == work.Partition))
                continue;
            if (work.Partition.Release() && !tryReady(work.Partition))
                left.Add(new CommitWork(work.Partition, work.Partition.TakeGroup()));
        }

        return left;
    }

    private async Task FinishAsync(List<CommitWork> works)
    {
        while (works.Count > 0)
        {
            await _commit.CommitAsync(works.FindAll(work => work.Group.Count > 0));
            works = Return(works, keep: []);
        }
    }

    /// <summary>Whether the partitions are where they were assumed to be; if so, the works are brought to that state.</summary>
    private static bool IsStillTrue(List<CommitWork> works)
    {
        foreach (var work in works)
        {
            if (work.Partition.State is not { } state || state.Activation != work.State!.Activation)
                return false;
            work.State = state;
        }

        return true;
    }

    private async Task DownsamplingWantedAsync(List<CommitWork> works)
    {
        var line = Minute.DownsamplingLine(time.GetUtcNow());
        foreach (var partition in works.Select(work => work.Partition).Where(partition => partition.TakeDownsamplingWanted()))
        {
            try
            {
                var state = await partition.StartAsync(CancellationToken.None);
                if (state.DownsampledUntil >= line)
                    continue;
                await store.DownsampleAsync(new Downsampling(partition.Address, state.Activation, state.Head, line), CancellationToken.None);
                partition.Downsampled(state.Activation, state.Head + 1, line);
            }
            catch (Exception failure)
            {
                // Responses don't wait for a downsampling. What is not known is forgotten: the next use reads it anew from the partition's row.
                partition.PutOffDownsampling();
                condition.DownsamplingFailed(partition.Address, failure);
                if (failure is not StoreUnavailableException && partition.State is { } state)
                    partition.Lose(state.Activation);
            }
        }
    }
}
