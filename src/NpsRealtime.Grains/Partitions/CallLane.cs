using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Partitions;

/// <summary>
/// Carries the calls of a sender, one after the other, each with a number of its own: so the partition need remember one answer for each lane.
/// Guarded by its sender.
/// </summary>
internal sealed class CallLane
{
    private List<WaitingRequest> _underWay = [];
    private HashSet<IdHash>? _ids;
    private long _number;

    /// <summary>By what the partition knows the lane.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public bool IsFree => _underWay.Count == 0;

    /// <summary>A call begins; the number is another one than that of any call before.</summary>
    public long NextNumber() => ++_number;

    public void Begin(List<WaitingRequest> requests) => _underWay = requests;

    public void End() => (_underWay, _ids) = ([], null);

    /// <summary>Whether a request of that id is under way here. The ids are gathered only when there is somebody to ask.</summary>
    public bool Holds(IdHash id)
    {
        if (_ids is null)
        {
            _ids = new HashSet<IdHash>(_underWay.Count);
            foreach (var waiting in _underWay)
                _ids.Add(waiting.Request.IdHash);
        }

        return _ids.Contains(id);
    }
}
