using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Calls;

/// <summary>A partition that answers when a test says so.</summary>
internal sealed class HeldGrain : IResponsePartitionGrain, IClusterGrains
{
    private readonly List<(IngestCall Call, TaskCompletionSource<IngestAnswer> Answer)> _calls = [];

    /// <summary>Every call so far, in order.</summary>
    public IReadOnlyList<IngestCall> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls.Select(call => call.Call)];
        }
    }

    /// <summary>Waits until there were so many calls.</summary>
    public async Task CallsAsync(int count)
    {
        for (var attempt = 0; attempt < 2_000 && Calls.Count < count; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        Calls.Count.ShouldBe(count);
    }

    /// <summary>Answers a call: everything is accepted.</summary>
    public void Accept(int call)
    {
        TaskCompletionSource<IngestAnswer> answer;
        int count;
        lock (_calls)
            (answer, count) = (_calls[call].Answer, _calls[call].Call.Requests.Length);
        answer.SetResult(new IngestAnswer([.. Enumerable.Repeat(new ResponseOutcome(ResponseStatus.Accepted, 0, 1), count)]));
    }

    public Task<IngestAnswer> IngestAsync(IngestCall call)
    {
        var answer = new TaskCompletionSource<IngestAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_calls)
            _calls.Add((call, answer));
        return answer.Task;
    }

    public Task<RollUpMessage> AttachAsync(int keyId, bool isWatched, CancellationToken cancellation) => throw new NotSupportedException();

    public IResponsePartitionGrain Partition(string tenant, int partition) => this;

    public HostedPartition? Here(string tenant, int partition) => null;

    public IScoreGrain Score(string tenant, ScoreKey key) => throw new NotSupportedException();

    public IScoreObserver Refer(IScoreObserver observer) => throw new NotSupportedException();

    public void Release(IScoreObserver reference) => throw new NotSupportedException();
}
