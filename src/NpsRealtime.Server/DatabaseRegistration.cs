using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage;

namespace NpsRealtime.Server;

/// <summary>Puts a database into a host.</summary>
internal static class DatabaseRegistration
{
    /// <summary>A database, under each of its ports.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, Func<IServiceProvider, IDatabase> create)
    {
        services.AddSingleton(create);
        services.AddSingleton<IResponseStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IRecordStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IResponseListing>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<ITrailStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IPrivacyStore>(provider => provider.GetRequiredService<IDatabase>());
        return services;
    }
}
