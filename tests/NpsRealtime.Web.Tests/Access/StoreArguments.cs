using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>The arguments that start a server on a store of its own.</summary>
internal static class StoreArguments
{
    /// <summary>For <c>sqlite</c> nothing more; for <c>postgres</c> a schema of its own, or the test is skipped.</summary>
    public static async Task<string[]> OfAsync(string store)
    {
        if (store == "sqlite")
            return [];
        var server = await PostgresServer.FindAsync();
        Skip.If(server is null, PostgresServer.Missing);
        return [$"--Store:Postgres={server}", $"--Store:PostgresSchema=access_{Guid.NewGuid():n}"];
    }
}
