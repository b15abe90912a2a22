using System.Threading.Channels;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// Commits the waiting groups of many partitions, one transaction after the other: decide, fence and write, find out what an
/// unknown outcome was, and leave nobody without an answer. A node runs as many as its store asks for, on one queue.
/// </summary>
public sealed class Committer(IResponseStore store, ScoringOptions options, TimeProvider time, IScoringLog log)
{
    private const int FencesLostMax = 2;
    private const int LooksMax = 5;

    private readonly Channel<ResponsePartition> _ready = Channel.CreateUnbounded<ResponsePartition>();

    /// <summary>Hands over a partition that has work; see <see cref="ResponsePartition.Enqueue"/>.</summary>
    public void Ready(ResponsePartition partition)
    {
        if (!_ready.Writer.TryWrite(partition))
            RefuseRest(partition);
    }

    /// <summary>No more is taken; <see cref="RunAsync"/> ends when everything handed over is committed.</summary>
    public void Complete() => _ready.Writer.TryComplete();

    /// <summary>Commits until <see cref="Complete"/>. May run several times side by side.</summary>
    public async Task RunAsync()
    {
        await Task.Yield();
        while (await _ready.Reader.WaitToReadAsync())
        {
            await HandleAsync(TakeWorks());
        }
    }

    private async Task HandleAsync(List<Work> works)
    {
        try
        {
            await FoldDueAsync(works);
            await CommitAsync(works.FindAll(work => work.Group.Count > 0));
        }
        catch (Exception failure)
        {
            log.Unforeseen("committer", failure);
            Abandon(works);
        }

        foreach (var work in works)
        {
            // After the end of the queue what still waits has been admitted, and is committed here and now.
            if (work.Partition.Release() && !_ready.Writer.TryWrite(work.Partition))
                await HandleAsync([new Work(work.Partition, work.Partition.TakeGroup())]);
        }
    }

    private List<Work> TakeWorks()
    {
        var works = new List<Work>();
        var total = 0;
        while (total < options.GroupResponsesMax && _ready.Reader.TryRead(out var partition))
        {
            var group = partition.TakeGroup();
            total += group.Count;
            works.Add(new Work(partition, group));
        }

        return works;
    }

    private async Task CommitAsync(List<Work> works)
    {
        while (works.Count > 0)
        {
            works = await PrepareAsync(works);
            var writing = works.FindAll(work => !work.Decision!.IsEmpty);
            foreach (var work in works.Where(work => work.Decision!.IsEmpty))
                Answer(work, work.State!.Head);
            if (writing.Count == 0)
                return;
            works = await WriteAsync(writing);
        }
    }

    /// <summary>Starts partitions, gives keys their numbers, reads what exists and decides. Returns the works still to be done.</summary>
    private async Task<List<Work>> PrepareAsync(List<Work> works)
    {
        try
        {
            foreach (var work in works)
            {
                work.State = await work.Partition.StartAsync(CancellationToken.None);
                work.KeyIds = await work.Partition.Keys.ResolveAsync(work.Group.Requests, CancellationToken.None);
            }

            var existing = await store.ReadResponsesAsync(
                [.. works.Select(work => new GroupRead(work.Partition.Address, work.IdHashes))], CancellationToken.None);
            for (var index = 0; index < works.Count; index++)
                works[index].Decision = GroupDecision.Of(works[index].Group.Requests, works[index].KeyIds!, existing[index]);
            return works;
        }
        catch (StoreUnavailableException failure)
        {
            log.CommitUnavailable(works.Count, failure);
            AnswerAll(works, ResponseStatus.Unavailable, "The database is not reachable. Send it again; that is safe.");
            return [];
        }
        catch (RefusedByStoreException failure)
        {
            await IsolateAsync(works, failure);
            return [];
        }
    }

    /// <summary>Commits decided works in one transaction. Returns those that must be decided and written again.</summary>
    private async Task<List<Work>> WriteAsync(List<Work> works)
    {
        var began = time.GetTimestamp();
        try
        {
            await store.CommitAsync([.. works.Select(work => work.Write())], CancellationToken.None);
            ScoringMeters.Committed(time.GetElapsedTime(began), works.Select(work => work.Group.Count));
            foreach (var work in works)
                Succeed(work);
            return [];
        }
        catch (FencedException fenced)
        {
            return RouteAgain(works, fenced.Partition);
        }
        catch (UnknownOutcomeException failure)
        {
            log.OutcomeUnknown(works.Count, failure);
            return await SettleAsync(works);
        }
        catch (RefusedByStoreException failure)
        {
            await IsolateAsync(works, failure);
            return [];
        }
        catch (StoreUnavailableException failure)
        {
            log.CommitUnavailable(works.Count, failure);
            AnswerAll(works, ResponseStatus.Unavailable, "The database is not reachable. Send it again; that is safe.");
            return [];
        }
    }

    private static void Succeed(Work work)
    {
        var head = work.State!.Head + 1;
        work.Partition.Committed(work.State.Activation, head, work.Decision!.Changes);
        Answer(work, head);
    }

    /// <summary>Nothing was committed. Who lost its fence starts anew; its group is routed once more rather than failed.</summary>
    private static List<Work> RouteAgain(List<Work> works, PartitionAddress fenced)
    {
        var again = new List<Work>(works.Count);
        foreach (var work in works)
        {
            if (work.Partition.Address != fenced)
            {
                again.Add(work);
                continue;
            }

            work.Partition.Lose(work.State!.Activation);
            if (++work.Group.FencesLost < FencesLostMax)
                again.Add(work);
            else
                AnswerAll([work], ResponseStatus.Unavailable, "The partition moved to another owner. Send it again; that is safe.");
        }

        return again;
    }

    /// <summary>The answer to a commit was lost: look at each partition. Head advanced: committed. Not advanced: write again.</summary>
    private async Task<List<Work>> SettleAsync(List<Work> works)
    {
        var again = new List<Work>();
        foreach (var work in works)
        {
            var found = await LookAsync(work.Partition.Address);
            if (found is not null && found.Activation == work.State!.Activation && found.Head == work.State.Head + 1)
            {
                Succeed(work);
            }
            else if (found is not null && found.Activation == work.State!.Activation && found.Head == work.State.Head)
            {
                again.Add(work);
            }
            else
            {
                work.Partition.Lose(work.State!.Activation);
                AnswerAll([work], ResponseStatus.Unavailable, "The database's answer was lost. Send it again; that is safe.");
            }
        }

        return again;
    }

    private async Task<PartitionState?> LookAsync(PartitionAddress partition)
    {
        for (var look = 1; look <= LooksMax; look++)
        {
            try
            {
                return await store.LookAsync(partition, wait: true, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * look), time);
            }
        }

        return null;
    }

    /// <summary>
    /// Something can't be stored: every group alone, then halves one after the other, until the culprit is alone and refused. One
    /// sender's poison never stops another.
    /// </summary>
    private async Task IsolateAsync(List<Work> works, RefusedByStoreException failure)
    {
        if (works.Count > 1)
        {
            foreach (var work in works)
                await CommitAsync([work]);
        }
        else if (works[0].Group.Count > 1)
        {
            var (first, second) = works[0].Group.Halve();
            await CommitAsync([new Work(works[0].Partition, first)]);
            await CommitAsync([new Work(works[0].Partition, second)]);
        }
        else
        {
            log.ResponseRefused(works[0].Partition.Address, failure);
            AnswerAll(works, ResponseStatus.Refused, "The database can't store this response.");
        }
    }

    private async Task FoldDueAsync(List<Work> works)
    {
        var line = Minute.FoldLine(time.GetUtcNow());
        foreach (var work in works)
        {
            if (!work.Partition.TakeFoldWanted())
                continue;
            try
            {
                var state = await work.Partition.StartAsync(CancellationToken.None);
                if (state.FoldedUntil >= line)
                    continue;
                await store.FoldAsync(new Fold(work.Partition.Address, state.Activation, state.Head, line), CancellationToken.None);
                work.Partition.Folded(state.Activation, line);
            }
            catch (Exception failure) when (failure is FencedException or UnknownOutcomeException or StoreUnavailableException)
            {
                // What is not known is forgotten: the next use reads it anew from the partition's row.
                log.FoldFailed(work.Partition.Address, failure);
                if (failure is not StoreUnavailableException && work.Partition.State is { } state)
                    work.Partition.Lose(state.Activation);
            }
        }
    }

    private static void RefuseRest(ResponsePartition partition)
    {
        do
            partition.TakeGroup().AnswerAll(new ResponseOutcome(ResponseStatus.Unavailable, partition.Address.Partition, 0, "The server is stopping."));
        while (partition.Release());
    }

    private static void Answer(Work work, long head)
    {
        ScoringMeters.Decided(work.Decision!.Statuses);
        work.Group.Answer(work.Decision.Statuses, work.Partition.Address.Partition, head);
    }

    private static void AnswerAll(List<Work> works, ResponseStatus status, string detail)
    {
        foreach (var work in works)
        {
                ScoringMeters.Decided(status, work.Group.Count);
            work.Group.AnswerAll(new ResponseOutcome(status, work.Partition.Address.Partition, 0, detail));
        }
    }

    /// <summary>After something unforeseen nothing is believed, and nobody is left waiting.</summary>
    private static void Abandon(List<Work> works)
    {
        foreach (var work in works)
        {
            if (work.Partition.State is { } state)
                work.Partition.Lose(state.Activation);
            work.Group.AbandonUndecided(new ResponseOutcome(
                ResponseStatus.Unavailable, work.Partition.Address.Partition, 0, "Something went wrong here. Send it again; that is safe."));
        }
    }

    /// <summary>A partition's group on its way to the store.</summary>
    private sealed class Work(ResponsePartition partition, Group group)
    {
        public ResponsePartition Partition { get; } = partition;

        public Group Group { get; } = group;

        public PartitionState? State { get; set; }

        public int[][]? KeyIds { get; set; }

        public GroupDecision? Decision { get; set; }

        public IReadOnlyCollection<IdHash> IdHashes
        {
            get
            {
                var hashes = new HashSet<IdHash>(Group.Count);
                foreach (var request in Group.Requests)
                    hashes.Add(request.IdHash);
                return hashes;
            }
        }

        public GroupWrite Write() =>
            Decision!.Write(Partition.Address, State!.Activation, State.Head, State.FoldedUntil, Partition.Keys.OriginalsOf);
    }
}
