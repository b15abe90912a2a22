using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>What one partition commits at once: whatever was waiting, up to a bound, in the order of arrival.</summary>
public sealed class Group
{
    private readonly List<(WaitingBatch Batch, int Index)> _origins;
    private readonly List<ResponseRequest> _requests;

    public Group(int capacity = 16)
    {
        _origins = new List<(WaitingBatch, int)>(capacity);
        _requests = new List<ResponseRequest>(capacity);
    }

    /// <summary>The requests, in the order of arrival.</summary>
    public IReadOnlyList<ResponseRequest> Requests => _requests;

    public int Count => _requests.Count;

    /// <summary>How often the group has lost its fence; it is routed once more, not for ever.</summary>
    public int FencesLost { get; set; }

    /// <summary>How often the answer to its commit was lost and nothing had been committed; it is written again, not for ever.</summary>
    public int AnswersLost { get; set; }

    public void Add(WaitingBatch batch, int index)
    {
        _origins.Add((batch, index));
        _requests.Add(batch.Requests[index]);
    }

    /// <summary>Tells each sender what became of its request.</summary>
    public void Answer(IReadOnlyList<ResponseStatus> statuses, int partition, long head)
    {
        for (var index = 0; index < _origins.Count; index++)
            _origins[index].Batch.Decide(_origins[index].Index, new ResponseOutcome(statuses[index], partition, head));
    }

    /// <summary>Tells every sender the same.</summary>
    public void AnswerAll(in ResponseOutcome outcome)
    {
        foreach (var (batch, index) in _origins)
            batch.Decide(index, outcome);
    }

    /// <summary>Tells every sender the same who has not been told anything, when it is not known which those are.</summary>
    public void AbandonUndecided(in ResponseOutcome outcome)
    {
        foreach (var (batch, index) in _origins)
        {
            if (!batch.IsDecided(index))
                batch.Decide(index, outcome);
        }
    }

    /// <summary>The requests whose senders have not been told anything, in their order.</summary>
    public Group Undecided()
    {
        var undecided = new Group(Count);
        foreach (var (batch, index) in _origins)
        {
            if (!batch.IsDecided(index))
                undecided.Add(batch, index);
        }

        return undecided;
    }

    /// <summary>Takes out the requests whose sender has given up by now, and tells them so.</summary>
    public void Expire(DateTimeOffset now, in ResponseOutcome outcome)
    {
        if (!_origins.Exists(origin => origin.Batch.Until < now))
            return;
        for (var index = _origins.Count - 1; index >= 0; index--)
        {
            var (batch, place) = _origins[index];
            if (!(batch.Until < now))
                continue;
            _origins.RemoveAt(index);
            _requests.RemoveAt(index);
            batch.Decide(place, outcome);
        }
    }

    /// <summary>Two groups that, one after the other, are this one.</summary>
    public (Group First, Group Second) Halve()
    {
        var (first, second) = (new Group(Count / 2), new Group((Count / 2) + 1));
        for (var index = 0; index < _origins.Count; index++)
            (index < Count / 2 ? first : second).Add(_origins[index].Batch, _origins[index].Index);
        return (first, second);
    }
}
