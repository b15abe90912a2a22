using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Tests.Partitions;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Scoring.Tests.Calls;

/// <summary>What a partition on a silo answers to repetitions, to late calls, and while it closes.</summary>
public sealed class HostedPartitionTests : IAsyncDisposable
{
    private readonly ScriptedStore _store = new();
    private readonly Committer _committer;
    private readonly HostedPartition _partition;
    private readonly Guid _lane = Guid.NewGuid();
    private readonly Task _running;
    private readonly Tenant _tenant;

    public HostedPartitionTests()
    {
        var options = new ScoringOptions();
        var parts = new ScoringParts(_store, options, TimeProvider.System, new NoScoringLog());
        _tenant = new Tenant(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 1);
        _committer = new Committer(_store, options, TimeProvider.System, new NoScoringLog(), fencesLostMax: 1);
        _running = _committer.RunAsync();
        _partition = new HostedPartition(new NodeTenant(_tenant, parts), 0, _committer, new HeldGrain(), parts, () => Task.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        await _partition.CloseAsync();
        _partition.Dispose();
        _committer.Complete();
        await _running;
    }

    [Fact]
    public async Task Ingest_Repetition_GetsTheFirstAnswer()
    {
        var first = await SendAsync(1, Post("a", 9), Post("a", 3));

        (await SendAsync(1, Post("a", 9), Post("a", 3))).ShouldBe(first);
        first.ShouldBe([ResponseStatus.Accepted, ResponseStatus.Conflict]);
    }

    /// <summary>"Accepted" must not become "duplicate" since something else in the call was refused.</summary>
    [Fact]
    public async Task Ingest_RepetitionOfWhatFailed_GetsTheFirstAnswerToo()
    {
        _store.BeforeCommit = (number, _) =>
        {
            if (number == 1)
                throw new StoreUnavailableException("Away.");
        };
        (await SendAsync(1, Post("a", 9))).ShouldBe([ResponseStatus.Unavailable]);

        (await SendAsync(1, Post("a", 9))).ShouldBe([ResponseStatus.Unavailable]);
        (await SendAsync(2, Post("a", 9))).ShouldBe([ResponseStatus.Accepted]);
    }

    [Fact]
    public async Task Ingest_CallThatItsSenderHasPassed_IsNotCarriedOut()
    {
        await SendAsync(2, Post("a", 9));

        (await SendAsync(1, Put("a", 3))).ShouldBe([ResponseStatus.Unavailable]);
        _store.Commits.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Close_WithCallsThatAreBeingCommitted_WaitsForEachAndTakesNoMore()
    {
        var commit = new TaskCompletionSource();
        _store.CommittingAsync = () => commit.Task;

        // The sender has given up on the first one, and sent another: both were taken.
        var (first, second) = (SendAsync(1, Post("a", 9)), SendAsync(2, Post("b", 9)));
        var closing = _partition.CloseAsync();

        (await SendAsync(3, Post("c", 9))).ShouldBe([ResponseStatus.Unavailable]);
        await Should.ThrowAsync<InvalidOperationException>(() => _partition.AttachAsync(0, isWatched: true, CancellationToken.None));
        closing.IsCompleted.ShouldBeFalse();
        commit.SetResult();
        await closing;
        (await second).ShouldBe([ResponseStatus.Accepted]);
        (await first).ShouldBe([ResponseStatus.Accepted]);
    }

    private async Task<ResponseStatus[]> SendAsync(long number, params ResponseRequest[] requests)
    {
        ResponseRequest.Prepare(requests, _tenant);
        var until = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var answer = await _partition.IngestAsync(new IngestCall(_lane, number, until, requests, TenantId: 1));
        return Array.ConvertAll(answer.Outcomes, outcome => outcome.Status);
    }
}
