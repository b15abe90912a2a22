using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.LiveScores;

public sealed class LiveScoreHostTests : IDisposable
{
    private static readonly long Now = Requests.Now.ToUnixTimeMilliseconds();

    private readonly HostWorld _world = new();

    [Fact]
    public void Receive_WhileTheLoadIsBeingShown_IsApplied()
    {
        _world.FindKey = () => null;
        _world.Start();
        using var watch = _world.Watch(() =>
        {
            // The load is in, and is being shown: what is acknowledged at this moment must not wait for what comes next.
            if (_world.Shown[^1] == 1)
                _world.Host.Receive(_world.Commit(Added(minutesAgo: 2)));
        });
        _world.Pass(TimeSpan.FromSeconds(1));
        _world.Commit(Added(minutesAgo: 3));

        _world.Host.KeyBorn(HostWorld.Key);
        _world.Run();

        Total().ShouldBe(2);
        _world.Loads.ShouldBe(1);
        _world.Shown[..2].ShouldBe([0, 1]);
    }

    [Fact]
    public void Receive_WhileItLoads_IsAppliedAfterIt()
    {
        _world.Commit(Added(minutesAgo: 3));
        var loading = new TaskCompletionSource();
        _world.LoadingAsync = () => loading.Task;
        _world.Start();
        _world.Run();

        _world.Host.Receive(_world.Commit(Added(minutesAgo: 2)));
        loading.SetResult();

        Total().ShouldBe(2);
        _world.Loads.ShouldBe(1);
    }

    [Fact]
    public void KeyBorn_WhileTheKeyIsLookedFor_IsNotForgotten()
    {
        _world.Commit(Added(minutesAgo: 3));
        _world.FindKey = () =>
        {
            _world.FindKey = () => HostWorld.Key;
            _world.Host.KeyBorn(HostWorld.Key);
            return null;
        };
        using var watch = _world.Watch();

        _world.Start();
        _world.Run();

        _world.Shown.ShouldBe([1], "it is never said to be empty");
    }

    [Fact]
    public void Dispose_WhileSomebodyWaitsForTheFirstLoad_TellsThemAtOnce()
    {
        _world.LoadingAsync = () => new TaskCompletionSource().Task;
        _world.Start();
        var before = _world.Host.ReadSnapshotAsync(new AllWindow(), after: null, CancellationToken.None);
        _world.Run();

        _world.Host.Dispose();
        var afterwards = _world.Host.ReadSnapshotAsync(new AllWindow(), after: null, CancellationToken.None);

        Should.Throw<StoreUnavailableException>(() => _world.Result(before));
        Should.Throw<StoreUnavailableException>(() => _world.Result(afterwards));
    }

    [Fact]
    public void Receive_TheLastResponseWasTakenAway_TheOneBeforeItIsShown()
    {
        _world.Commit(Added(minutesAgo: 30));
        _world.Commit(Added(minutesAgo: 3));
        _world.Start();
        LastMinutesAgo().ShouldBe(3);
        _world.Pass(TimeSpan.FromSeconds(1));
        var loading = new TaskCompletionSource();
        _world.LoadingAsync = () => loading.Task;

        var retraction = _world.Commit(Retracted(minutesAgo: 3));
        _world.Host.Receive(retraction);
        _world.Run();
        Total().ShouldBe(1, "what is counted does not wait for the load");
        _world.Host.Receive(_world.Commit(Added(minutesAgo: 40)));
        _world.Host.Receive(retraction);
        loading.SetResult();

        LastMinutesAgo().ShouldBe(30);
        Total().ShouldBe(2);
        _world.Loads.ShouldBe(2);
    }

    [Fact]
    public void Receive_AnotherThanTheLastWasTakenAway_LoadsNothing()
    {
        _world.Commit(Added(minutesAgo: 30));
        _world.Commit(Added(minutesAgo: 3));
        _world.Start();
        LastMinutesAgo().ShouldBe(3);
        _world.Pass(TimeSpan.FromSeconds(1));

        _world.Host.Receive(_world.Commit(Retracted(minutesAgo: 30)));
        _world.Pass(TimeSpan.FromSeconds(1));

        (LastMinutesAgo(), Total(), _world.Loads).ShouldBe((3, 1, 1));
    }

    public void Dispose() => _world.Dispose();

    private static TallyChange Retracted(int minutesAgo)
    {
        var change = default(Tally);
        change[9] = -1;
        return Added(minutesAgo) with
        {
            Change = change, LastRespondedAtMilliseconds = 0, LastAcceptedAtMilliseconds = 0,
        };
    }

    private double? LastMinutesAgo() => (Requests.Now - Read().LastResponse?.RespondedAt)?.TotalMinutes;

    private static TallyChange Added(int minutesAgo) => new(
        HostWorld.Key.Id, Minute.Of(Requests.Now).Plus(-minutesAgo), Tally.Of(9), Now - (minutesAgo * 60_000L), Now);

    private long Total() => Read().Counts.Total;

    private ScoreSnapshot Read() => _world.Result(_world.Host.ReadSnapshotAsync(new AllWindow(), after: null, CancellationToken.None));
}
