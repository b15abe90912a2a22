using Orleans.Concurrency;
using Orleans.Services;

namespace NpsRealtime.Grains.StoreWatch;

/// <summary>Tells other silos whether this one reaches the database; one on every silo.</summary>
[Alias("nps.store-witness")]
internal interface IStoreWitness : IGrainService
{
    /// <summary>Whether the database has answered this silo within the last few seconds.</summary>
    [ReadOnly, ResponseTimeout("00:00:02"), Alias("reaches")]
    Task<bool> ReachesStoreAsync();
}
