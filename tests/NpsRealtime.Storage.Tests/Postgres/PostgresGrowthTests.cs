using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpsRealtime.Testing;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>
/// The short form of the benchmark that stores ten million: what is stored must not make the server larger or slower. Not by the clock, since
/// the machine may be busy with other things: a server that keeps what it has stored, or looks through it, takes more of memory, of the
/// processor or of the database's rows.
/// </summary>
public sealed class PostgresGrowthTests
{
    // So many that the 30 MB by which the collector lets a server swing are less than the bound.
    private const int Step = 150_000;
    private const int Lines = 5_000;
    private const int Senders = 4;

    // A stored response that stayed in memory would take some hundred.
    private const double BytesPerResponseMax = 200;
    private const double EffortRatioMax = 3;

    private readonly Random _random = new(7);

    [SkippableFact]
    public async Task Ingest_HundredsOfThousandsStored_NeitherMemoryNorTimeGrowWithThem()
    {
        var server = await PostgresServer.FindAsync();
        Skip.If(server is null, PostgresServer.Missing);
        var schema = $"test_{Guid.NewGuid():n}";
        await using var service = await NpsProcess.StartAsync(
            "unused.db", null, "--Store:Postgres", server, "--Store:PostgresSchema", schema, "--Logging:LogLevel:Default", "Warning");
        using (var made = await service.Http.PutAsync("/v1/tenants/acme", null))
            made.EnsureSuccessStatusCode();

        // The first step pays for compilation and for the memory that any load needs.
        await StoreAsync(service, Step);
        var begin = await EffortAsync();
        var memoryBefore = await StoreAsync(service, Step);
        var before = await EffortAsync();
        await StoreAsync(service, Step);
        var middle = await EffortAsync();
        var memoryAfter = await StoreAsync(service, Step);
        var after = await EffortAsync();

        ((memoryAfter - memoryBefore) / (2 * Step)).ShouldBeLessThan(BytesPerResponseMax);
        (after.Ticks - middle.Ticks).ShouldBeLessThan(EffortRatioMax * (before.Ticks - begin.Ticks));

        // The database counts what a session has read a second later, and a few rows of a response's are nothing to tell.
        (after.Rows - middle.Rows).ShouldBeLessThan(EffortRatioMax * ((before.Rows - begin.Rows) + Step));
        using var read = await service.Http.GetAsync("/v1/tenants/acme/scores/tenant?window=all");
        JsonSerializer.Deserialize<JsonElement>(await read.Content.ReadAsStringAsync())
            .GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(4 * Step);

        async Task<(double Ticks, double Rows)> EffortAsync() => (ProcessorTicks(service.Id), await RowsReadAsync(server!, schema));
    }

    /// <summary>Stores so many. Returns the middle of the memory that the server held meanwhile, in bytes.</summary>
    private async Task<double> StoreAsync(NpsProcess service, int count)
    {
        var bodies = new Queue<byte[]>(Enumerable.Range(0, count / Lines).Select(_ => Body()));
        var memory = new List<long>();
        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync()));
        while (!sending.IsCompleted)
        {
            memory.Add(MemoryBytes(service.Id));
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        await sending;
        memory.Sort();
        return memory[memory.Count / 2];

        async Task SendAsync()
        {
            await Task.Yield();
            while (true)
            {
                byte[]? body;
                lock (bodies)
                {
                    if (!bodies.TryDequeue(out body))
                        return;
                }

                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                using var answer = await service.Http.PostAsync("/v1/tenants/acme/responses", content);
                JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("accepted").GetInt32().ShouldBe(Lines);
            }
        }
    }

    private byte[] Body()
    {
        var text = new StringBuilder();
        for (var line = 0; line < Lines; line++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$$"""{"id":"{{{_random.NextInt64():x16}}}{{{_random.NextInt64():x16}}}","score":{{{_random.Next(11)}}},"channel":"web","touchpoint":"t{{{_random.Next(20)}}}","comment":"Fast and easy, thank you.","segments":{"agent":"a{{{_random.Next(50)}}}"}}""")
                .Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What the process has had of the processors, in the system's ticks: fields 14 and 15 of its line, behind its name.</summary>
    private static double ProcessorTicks(int process)
    {
        var line = File.ReadAllText($"/proc/{process}/stat");
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    /// <summary>How many rows of the store's tables were read so far.</summary>
    private static async Task<double> RowsReadAsync(string server, string schema)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(
            "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 from pg_stat_user_tables where schemaname = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = schema });
        return (double)(await command.ExecuteScalarAsync())!;
    }

    private static long MemoryBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1_024;
    }
}
