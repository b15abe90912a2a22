using Microsoft.Extensions.Logging.Abstractions;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Tests.Partitions;
using static NpsRealtime.Contracts.Requests;

namespace NpsRealtime.Scoring.Tests.Calls;

/// <summary>How many calls are under way, and what is in them. What becomes of them under faults is the simulation's.</summary>
public sealed class PartitionSenderTests
{
    private const int Much = 5;

    private readonly HeldGrain _grain = new();
    private readonly Tenant _tenant = new(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 1);
    private readonly PartitionSender _sender;

    public PartitionSenderTests()
    {
        var parts = new ScoringParts(new ScriptedStore(), new ScoringOptions { GroupResponsesMax = 4 * Much }, TimeProvider.System, new NoScoringLog());
        _sender = new PartitionSender(_tenant, 0, _grain, parts, NullLogger.Instance);
    }

    [Fact]
    public async Task Enqueue_AFew_GatherUntilTheCallBeforeIsAnswered()
    {
        var sent = new List<Task<ResponseOutcome[]>> { Send("first") };
        await _grain.CallsAsync(1);
        for (var index = 1; index < Much; index++)
            sent.Add(Send($"r-{index}"));

        _grain.Accept(0);
        await _grain.CallsAsync(2);
        _grain.Accept(1);

        await Task.WhenAll(sent);
        _grain.Calls.Select(call => call.Requests.Length).ShouldBe([1, Much - 1]);
        _grain.Calls.Select(call => (call.Sender, call.Number)).ShouldBe([(_grain.Calls[0].Sender, 1), (_grain.Calls[0].Sender, 2)]);
    }

    [Fact]
    public async Task Enqueue_Much_HasFourCallsUnderWayAndNoMore()
    {
        var sent = new List<Task<ResponseOutcome[]>>();
        for (var call = 0; call < 6; call++)
        {
            sent.Add(Send([.. Enumerable.Range(0, Much).Select(index => $"{call}-{index}")]));
            await _grain.CallsAsync(Math.Min(call + 1, 4));
        }

        _grain.Calls.Select(call => call.Sender).Distinct().Count().ShouldBe(4);
        _grain.Accept(2);
        await _grain.CallsAsync(5);
        _grain.Calls[4].Requests.Length.ShouldBe(2 * Much);
        foreach (var call in (int[])[0, 1, 3, 4])
            _grain.Accept(call);
        await Task.WhenAll(sent);
    }

    [Fact]
    public async Task Enqueue_SameIdAsInACallUnderWay_WaitsWithAllBehindItUntilThatIsAnswered()
    {
        var first = Send([.. Enumerable.Range(0, Much).Select(index => $"a-{index}")]);
        await _grain.CallsAsync(1);
        var second = Send("b-0", "b-1", "a-3", "b-2", "b-3");
        await _grain.CallsAsync(2);

        _grain.Calls[1].Requests.Select(request => request.Id).ShouldBe(["b-0", "b-1"]);
        var third = Send("c-0", "c-1");
        _grain.Accept(1);
        _grain.Accept(0);
        await _grain.CallsAsync(3);
        _grain.Calls[2].Requests.Select(request => request.Id).ShouldBe(["a-3", "b-2", "b-3", "c-0", "c-1"]);
        _grain.Accept(2);
        await Task.WhenAll(first, second, third);
    }

    private Task<ResponseOutcome[]> Send(params string[] ids)
    {
        ResponseRequest[] requests = [.. ids.Select(id => Post(id, 9))];
        ResponseRequest.Prepare(requests, _tenant);
        var batch = new WaitingBatch(requests);
        _sender.Enqueue(batch);
        return batch.Done;
    }
}
