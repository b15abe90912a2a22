using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NpsRealtime.Benchmarks;

/// <summary>What the service is measured against.</summary>
internal static class BaselineServices
{
    /// <summary>
    /// The service one would write first: each request is a transaction that inserts the response and counts it under the tenant,
    /// the channel and the touchpoint.
    /// </summary>
    public static async Task RunNaiveAsync()
    {
        await using var source = NpgsqlDataSource.Create(
            Environment.GetEnvironmentVariable(BaselineProcess.DatabaseVariable) + ";Maximum Pool Size=64;Max Auto Prepare=10;No Reset On Close=true");
        await using (var schema = source.CreateCommand("""
            create schema if not exists naive;
            create table if not exists naive.responses (id text primary key, score int not null, channel text not null, touchpoint text not null,
                agent text, comment text, responded_at timestamptz not null);
            create table if not exists naive.counters (key text, day date, score int, count bigint not null, primary key (key, day, score))
            """))
            await schema.ExecuteNonQueryAsync();
        await ServeAsync(async (SentLine sent) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var isNew = await InsertAsync(connection, sent);
            foreach (var key in (string[])["tenant", "channel/" + sent.Channel, "touchpoint/" + sent.Touchpoint])
            {
                if (isNew)
                    await CountAsync(connection, key, sent);
            }

            await transaction.CommitAsync();
        });
    }

    /// <summary>An endpoint that only parses the body.</summary>
    public static Task RunNoopAsync() => ServeAsync((SentLine _) => Task.CompletedTask);

    /// <summary>An endpoint that reads the body and throws it away.</summary>
    public static Task RunDrainAsync() => ServeAsync(async body => await body.CopyToAsync(Stream.Null));

    private static Task ServeAsync(Func<SentLine, Task> take) =>
        ServeAsync(async (Stream body) => await take((await JsonSerializer.DeserializeAsync<SentLine>(body, JsonSerializerOptions.Web))!));

    private static async Task ServeAsync(Func<Stream, Task> take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:" + Environment.GetEnvironmentVariable(BaselineProcess.PortVariable));
        app.MapPost("/v1/tenants/{tenant}/responses", async (HttpContext context) =>
        {
            await take(context.Request.Body);
            context.Response.StatusCode = StatusCodes.Status201Created;
        });
        await app.RunAsync();
    }

    private static async Task<bool> InsertAsync(NpgsqlConnection connection, SentLine sent)
    {
        await using var insert = new NpgsqlCommand(
            "insert into naive.responses values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing", connection);
        foreach (var value in (object?[])[sent.Id, sent.Score, sent.Channel, sent.Touchpoint, sent.Segments.GetValueOrDefault("agent"), sent.Comment, sent.RespondedAt])
            insert.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return await insert.ExecuteNonQueryAsync() > 0;
    }

    private static async Task CountAsync(NpgsqlConnection connection, string key, SentLine sent)
    {
        await using var count = new NpgsqlCommand(
            """
            insert into naive.counters values ($1, $2, $3, 1)
            on conflict (key, day, score) do update set count = counters.count + 1
            """,
            connection);
        foreach (var value in (object[])[key, DateOnly.FromDateTime(sent.RespondedAt.UtcDateTime), sent.Score])
            count.Parameters.Add(new NpgsqlParameter { Value = value });
        await count.ExecuteNonQueryAsync();
    }

    private sealed record SentLine(
        string Id, int Score, string Channel, string Touchpoint, DateTimeOffset RespondedAt, Dictionary<string, string> Segments, string? Comment);
}
