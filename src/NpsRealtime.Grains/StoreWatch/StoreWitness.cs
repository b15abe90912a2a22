using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace NpsRealtime.Grains.StoreWatch;

/// <summary>Answers the other silos' question from what <see cref="StoreReach"/> has seen.</summary>
internal sealed class StoreWitness(GrainId grainId, Silo silo, ILoggerFactory loggers, StoreReach reach)
    : GrainService(grainId, silo, loggers), IStoreWitness
{
    public Task<bool> ReachesStoreAsync() => Task.FromResult(reach.IsReached);
}
