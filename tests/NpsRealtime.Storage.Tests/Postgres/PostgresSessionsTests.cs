using Npgsql;
using NpsRealtime.Storage.Postgres;
using NpsRealtime.Testing;

namespace NpsRealtime.Storage.Tests.Postgres;

public sealed class PostgresSessionsTests
{
    [SkippableTheory]
    [InlineData("", 20, 5, 64, 5)]
    [InlineData(";Maximum Pool Size=3;Timeout=9;Max Auto Prepare=0;Keepalive=60", 3, 9, 0, 60)]
    [InlineData(";MaxPoolSize=3;MaxAutoPrepare=10", 3, 5, 10, 5)]
    public async Task Open_SettingsOfTheConnectionString_AreTheOperatorsOrOurs(string more, int pool, int timeout, int prepared, int keepAlive)
    {
        await using var sessions = new PostgresSessions(await ServerAsync() + more, "nps");
        await using var connection = await sessions.OpenAsync(CancellationToken.None);

        var made = new NpgsqlConnectionStringBuilder(connection.ConnectionString);

        (made.MaxPoolSize, made.Timeout, made.MaxAutoPrepare, made.KeepAlive).ShouldBe((pool, timeout, prepared, keepAlive));
    }

    [SkippableTheory]
    [InlineData("", true)]
    [InlineData(";Max Auto Prepare=0", false)]
    public async Task Open_SameStatementAgain_IsPreparedUnlessTheOperatorWantsNone(string more, bool isPrepared)
    {
        await using var sessions = new PostgresSessions(await ServerAsync() + more, "nps");
        await using var connection = await sessions.OpenAsync(CancellationToken.None);
        for (var time = 0; time < 3; time++)
        {
            await using var command = new NpgsqlCommand("select 'again'", connection);
            await command.ExecuteScalarAsync();
        }

        await using var count = new NpgsqlCommand("select count(*) > 0 from pg_prepared_statements where statement = 'select ''again'''", connection);

        (await count.ExecuteScalarAsync()).ShouldBe(isPrepared);
    }

    private static async Task<string> ServerAsync()
    {
        var server = await PostgresServer.FindAsync();
        Skip.If(server is null, PostgresServer.Missing);
        return server!;
    }
}
