using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Contracts.Stores;

/// <summary>
/// An empty database of its own for one test, and what a test does to it behind the store's back. A store joins the contract by
/// implementing this once and deriving a class from each contract.
/// </summary>
public interface IStoreDatabase : IAsyncDisposable
{
    /// <summary>Makes the database. Skips the test when this machine has no such server.</summary>
    Task CreateAsync();

    /// <summary>A store on the database, not yet open. The first one opened owns it until it is disposed of.</summary>
    IResponseStore Connect();

    /// <summary>Does damage to a tenant's rows.</summary>
    Task DamageAsync(Tenant tenant, Damage damage);

    /// <summary>How many rows <c>commits</c> has for a tenant.</summary>
    Task<long> CommitRowsAsync(Tenant tenant);

    /// <summary>
    /// The correction rows of a tenant by age, each as <c>fromScore@fromMinute>toScore@toMinute</c>, where an erasure has nothing
    /// behind the arrow.
    /// </summary>
    Task<IReadOnlyList<string>> CorrectionsAsync(Tenant tenant);
}
