using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>
/// The naive model of one id: everything that it may be by now, when its requests are carried out in the order in which they were sent,
/// and those that were answered "unavailable" were or were not.
/// </summary>
internal sealed class IdHistory
{
    private readonly List<SentRequest> _underWay = [];
    private HashSet<State> _possible = [new(IsThere: false, IsErased: false, default, 0)];

    /// <summary>The silo from which requests are under way; others wait until they are answered.</summary>
    public SimulatedSilo? Owner => _underWay.Count > 0 ? _underWay[0].Silo : null;

    /// <summary>Until when a request of a silo that died may still be carried out.</summary>
    public DateTimeOffset UncertainUntil { get; private set; }

    public void Sent(SentRequest request) => _underWay.Add(request);

    /// <summary>The silo has died: its requests were or were not carried out, or will be within seconds.</summary>
    public void Died(SimulatedSilo silo, DateTimeOffset until)
    {
        if (Owner != silo)
            return;
        foreach (var request in _underWay)
            request.Status ??= ResponseStatus.Unavailable;
        UncertainUntil = until;
        Advance([]);
    }

    /// <summary>Takes in what was answered, in order.</summary>
    public void Advance(List<string> wrong)
    {
        while (_underWay.Count > 0 && _underWay[0].Status is { } status)
        {
            var sent = _underWay[0];
            _underWay.RemoveAt(0);
            var after = _possible.Select(state => Apply(state, sent.Request)).ToHashSet();
            if (sent.WasInOneLife && status != ResponseStatus.Unavailable && after.All(result => result.Status != status))
                wrong.Add($"{sent.Request.Verb} {sent.Request.Id} became {status}, not {string.Join(" or ", after.Select(result => result.Status))}.");
            var states = after.Select(result => result.State);
            _possible = status == ResponseStatus.Unavailable ? [.. _possible, .. states] : [.. states];
        }
    }

    /// <summary>Whether what is stored is one of the things that it may be.</summary>
    public bool Allows(StoredResponse? stored) => _possible.Contains(stored switch
    {
        null => new State(IsThere: false, IsErased: false, default, 0),
        { IsErased: true } => new State(IsThere: true, IsErased: true, default, 0),
        _ => new State(IsThere: true, IsErased: false, stored.Fingerprint, stored.RespondedAtMilliseconds),
    });

    public override string ToString() => string.Join(" or ", _possible);

    private static (ResponseStatus Status, State State) Apply(State state, ResponseRequest request)
    {
        var wanted = new State(IsThere: true, IsErased: false, request.Fingerprint, request.RespondedAtMilliseconds);
        if (request.Verb == ResponseVerb.Delete)
            return (ResponseStatus.Erased, new State(IsThere: true, IsErased: true, default, 0));
        if (!state.IsThere)
            return (ResponseStatus.Accepted, wanted);
        if (state.IsErased)
            return (ResponseStatus.Gone, state);
        if (state == wanted)
            return (ResponseStatus.Duplicate, state);
        return request.Verb == ResponseVerb.Put ? (ResponseStatus.Corrected, wanted) : (ResponseStatus.Conflict, state);
    }

    private readonly record struct State(bool IsThere, bool IsErased, IdHash Fingerprint, long RespondedAt);
}
