using Orleans.Runtime;
using Orleans.Runtime.Services;

namespace NpsRealtime.Grains.StoreWatch;

/// <summary>The witnesses of the other silos.</summary>
internal sealed class StoreWitnesses(IServiceProvider services, ISiloStatusOracle oracle) : GrainServiceClient<IStoreWitness>(services)
{
    /// <summary>Whether any other active silo says that it reaches the database.</summary>
    public async Task<bool> AnyReachesStoreAsync()
    {
        var others = oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !silo.Equals(oracle.SiloAddress));
        return (await Task.WhenAll(others.Select(AskAsync))).Any(reaches => reaches);
    }

    private async Task<bool> AskAsync(SiloAddress silo)
    {
        try
        {
            return await GetGrainService(silo).ReachesStoreAsync();
        }
        catch (Exception)
        {
            // Who can't be asked is no witness.
            return false;
        }
    }
}
