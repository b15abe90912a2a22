using System.Collections.ObjectModel;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>
/// The steps of committing groups: decide, fence and write, find out what an unknown outcome was, and leave nobody without an
/// answer.
/// </summary>
internal sealed class GroupCommit(IResponseStore store, TimeProvider time, IScoringLog log, StoreCondition condition, int fencesLostMax)
{
    private const int LooksMax = 5;

    // A store that says so again and again without having committed may go on doing so.
    private const int LostAnswersMax = 3;

    private static readonly TimeSpan PauseAfterLostAnswer = TimeSpan.FromMilliseconds(100);

    private static readonly IReadOnlyDictionary<IdHash, StoredResponse> NothingExists = ReadOnlyDictionary<IdHash, StoredResponse>.Empty;

    /// <summary>Commits groups from the beginning, as often as it takes, until every sender has an answer.</summary>
    public async Task CommitAsync(List<CommitWork> works)
    {
        while (works.Count > 0)
        {
            works = await PrepareAsync(works, ahead: []);
            works = await WriteAsync(AnswerEmpty(works));
        }
    }

    /// <summary>
    /// Starts partitions, gives keys their numbers, reads what exists and decides. Groups that are being written now, of which
    /// <paramref name="ahead"/> tells, are taken for committed: what is decided so is void if they are not. Returns the works that
    /// are decided; the others have their answer.
    /// </summary>
    public async Task<List<CommitWork>> PrepareAsync(List<CommitWork> works, IReadOnlyList<CommitWork> ahead)
    {
        if (works.Count == 0)
            return works;

        // Whatever was decided before is void from here on, also of those that are not decided anew: nothing may be decided on top of it.
        foreach (var work in works)
            work.Decision = null;
        try
        {
            foreach (var work in works)
            {
                work.State = await work.Partition.StartAsync(CancellationToken.None);

                // Only now: whoever takes the partition over later fences this group; who did so before was waited for.
                work.Group.Expire(time.GetUtcNow(), new ResponseOutcome(
                    ResponseStatus.Unavailable, work.Partition.Address.Partition, 0, "It waited too long. Send it again; that is safe."));
            }

            works = works.FindAll(work => work.Group.Count > 0);
            if (works.Count == 0)
                return works;
            foreach (var work in works)
                work.KeyIds = await work.Partition.Keys.ResolveAsync(work.Group.Requests, CancellationToken.None);

            await DecideAsync(works, ahead);

            return works;
        }
        catch (StoreUnavailableException failure)
        {
            condition.Failed(failure);
            AnswerAll(works, ResponseStatus.Unavailable, "The database is not reachable. Send it again; that is safe.");
            return [];
        }
        catch (RefusedByStoreException failure)
        {
            await IsolateAsync(works, failure);
            return [];
        }
    }

    /// <summary>Answers the works that write nothing, and returns the others.</summary>
    public static List<CommitWork> AnswerEmpty(List<CommitWork> works)
    {
        foreach (var work in works.Where(work => work.Decision!.IsEmpty))
            Answer(work, work.State!.Head);
        return works.FindAll(work => !work.Decision!.IsEmpty);
    }

    /// <summary>
    /// Commits decided works in one transaction. Returns those that must be decided and written again; the others have their
    /// answer.
    /// </summary>
    public async Task<List<CommitWork>> WriteAsync(List<CommitWork> works)
    {
        if (works.Count == 0)
            return works;
        var began = time.GetTimestamp();
        try
        {
            await store.CommitAsync([.. works.Select(work => work.Write())], CancellationToken.None);
            condition.Served();
            ScoringMeters.Committed(time.GetElapsedTime(began), works.Select(work => work.Group.Count));
            foreach (var work in works)
                Succeed(work);
            return [];
        }
        catch (FencedException fenced)
        {
            return RouteAgain(works, fenced.Partition);
        }
        catch (RowExistsException) when (works.Exists(work => work.IsTakenForNew))
        {
            foreach (var work in works.Where(work => work.IsTakenForNew))
                work.Partition.NewIds.WasWrong();
            return works;
        }
        catch (UnknownOutcomeException failure)
        {
            condition.LostAnswer(works.Count, failure);
            return await SettleAsync(works, failure);
        }
        catch (RefusedByStoreException failure)
        {
            await IsolateAsync(works, failure);
            return [];
        }
        catch (StoreUnavailableException failure)
        {
            condition.Failed(failure);
            AnswerAll(works, ResponseStatus.Unavailable, "The database is not reachable. Send it again; that is safe.");
            return [];
        }
    }

    /// <summary>
    /// After something unforeseen nothing is believed. It may be one group's fault: each is tried once more alone, so that a tenant
    /// whose tallies are damaged stops nobody else. Whatever happens then, nobody is left waiting. Never throws.
    /// </summary>
    public async Task RetryAloneAsync(List<CommitWork> works)
    {
        foreach (var work in works)
            Forget(work.Partition);
        foreach (var work in works)
        {
            try
            {
                if (works.Count > 1 && work.Group.Undecided() is { Count: > 0 } undecided)
                    await CommitAsync([new CommitWork(work.Partition, undecided)]);
            }
            catch (Exception failure)
            {
                log.Unforeseen("committer", failure);
                Forget(work.Partition);
            }

            work.Group.AbandonUndecided(new ResponseOutcome(
                ResponseStatus.Unavailable, work.Partition.Address.Partition, 0, "Something went wrong here. Send it again; that is safe."));
        }
    }

    /// <summary>Decides what each group becomes. What exists is read where that is not known to be in vain.</summary>
    private async Task DecideAsync(List<CommitWork> works, IReadOnlyList<CommitWork> ahead)
    {
        foreach (var work in works)
            work.IsTakenForNew = work.Partition.NewIds.IsLikely;
        var reading = works.FindAll(work => !work.IsTakenForNew);
        var found = reading.Count == 0
            ? []
            : await store.ReadResponsesAsync(
                [.. reading.Select(work => new GroupRead(work.Partition.Address, work.IdHashes))], CancellationToken.None);
        var next = 0;
        foreach (var work in works)
        {
            var existing = work.IsTakenForNew ? NothingExists : found[next++];
            if (!work.IsTakenForNew)
                work.Partition.NewIds.Found(existing.Count);
            var before = ahead.FirstOrDefault(other => other.Partition == work.Partition);
            work.Decision = GroupDecision.Of(work.Group.Requests, work.KeyIds!, existing, before?.Decision);
        }
    }

    private static void Forget(ResponsePartition partition)
    {
        if (partition.State is { } state)
            partition.Lose(state.Activation);
    }

    private static void Succeed(CommitWork work)
    {
        var head = work.State!.Head + 1;
        work.IsCommitted = true;
        work.Partition.Committed(work.State.Activation, head, work.Decision!.Changes);
        Answer(work, head);
    }

    /// <summary>Nothing was committed. Who lost its fence starts anew; its group is routed once more rather than failed.</summary>
    private List<CommitWork> RouteAgain(List<CommitWork> works, PartitionAddress fenced)
    {
        var again = new List<CommitWork>(works.Count);
        foreach (var work in works)
        {
            if (work.Partition.Address != fenced)
            {
                again.Add(work);
                continue;
            }

            work.Partition.Lose(work.State!.Activation);
            if (++work.Group.FencesLost < fencesLostMax)
                again.Add(work);
            else
                AnswerAll([work], ResponseStatus.Unavailable, "The partition moved to another owner. Send it again; that is safe.");
        }

        return again;
    }

    /// <summary>
    /// The answer to a commit was lost: look at each partition. Head advanced: committed. Not advanced: write again after a pause, a few times.
    /// </summary>
    private async Task<List<CommitWork>> SettleAsync(List<CommitWork> works, UnknownOutcomeException failure)
    {
        var again = new List<CommitWork>();
        foreach (var work in works)
        {
            var found = await LookAsync(work.Partition.Address);
            if (found is not null && found.Activation == work.State!.Activation && found.Head == work.State.Head + 1)
            {
                condition.Served();
                Succeed(work);
            }
            else if (found is not null && found.Activation == work.State!.Activation && found.Head == work.State.Head)
            {
                if (++work.Group.AnswersLost < LostAnswersMax)
                    again.Add(work);
                else
                    GiveUp(work, failure);
            }
            else
            {
                work.Partition.Lose(work.State!.Activation);
                AnswerAll([work], ResponseStatus.Unavailable, "The database's answer was lost. Send it again; that is safe.");
            }
        }

        if (again.Count > 0)
            await Task.Delay(PauseAfterLostAnswer * again.Max(work => work.Group.AnswersLost), time);
        return again;
    }

    private void GiveUp(CommitWork work, UnknownOutcomeException failure)
    {
        condition.Failed(failure);
        AnswerAll([work], ResponseStatus.Unavailable, "The database did not commit it. Send it again; that is safe.");
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
    private async Task IsolateAsync(List<CommitWork> works, RefusedByStoreException failure)
    {
        if (works.Count > 1)
        {
            foreach (var work in works)
                await CommitAsync([work]);
        }
        else if (works[0].Group.Count > 1)
        {
            var (first, second) = works[0].Group.Halve();
            await CommitAsync([new CommitWork(works[0].Partition, first)]);
            await CommitAsync([new CommitWork(works[0].Partition, second)]);
        }
        else
        {
            log.ResponseRefused(works[0].Partition.Address, failure);
            AnswerAll(works, ResponseStatus.Refused, "The database can't store this response.");
        }
    }

    private static void Answer(CommitWork work, long head)
    {
        ScoringMeters.Decided(work.Decision!.Statuses);
        work.Group.Answer(work.Decision.Statuses, work.Partition.Address.Partition, head);
    }

    private static void AnswerAll(List<CommitWork> works, ResponseStatus status, string detail)
    {
        foreach (var work in works)
        {
            ScoringMeters.Decided(status, work.Group.Count);
            work.Group.AnswerAll(new ResponseOutcome(status, work.Partition.Address.Partition, 0, detail));
        }
    }
}
