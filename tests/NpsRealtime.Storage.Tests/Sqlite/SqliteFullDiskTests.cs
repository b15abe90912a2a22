using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NpsRealtime.Testing;
using Xunit.Abstractions;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>The real server on a disk that is really full.</summary>
public sealed class SqliteFullDiskTests(ITestOutputHelper output)
{
    private const int DiskMegabytes = 96;
    private const int Lines = 40_000;
    private const int Senders = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Long enough that a line of output, or a try, for each of the senders' requests would be seen.
    private static readonly TimeSpan FullFor = TimeSpan.FromSeconds(8);

    [SkippableFact]
    public async Task DiskFull_WhileManySend_RefusesAtOnceAndGoesOnByItselfWhenThereIsRoom()
    {
        using var disk = SmallDisk.TryMount(DiskMegabytes);
        Skip.If(disk is null, SmallDisk.Missing);
        await using var server = await NpsProcess.StartAsync(Path.Combine(disk.Folder, "nps.db"));
        await PutTenantAsync(server);
        using var over = new CancellationTokenSource();
        var singles = Enumerable.Range(0, Senders).Select(sender => SendSinglesAsync(server, sender, over.Token)).ToList();
        var full = new TaskCompletionSource();
        var import = ImportAsync(server, full.Task);
        await UntilAsync(async () => await TotalAsync(server) > 1_000, "responses are taken");

        // Some other program takes whatever becomes free, also what the server gives up to make room for itself.
        using var freed = new CancellationTokenSource();
        var filling = FillAsync(disk, freed.Token);
        await UntilAsync(async () => await PostAsync(server, "probe") == HttpStatusCode.ServiceUnavailable, "the disk is full");
        await UntilAsync(async () => !(await ReadyAsync(server)).IsReachable, "the server knows");
        full.SetResult();
        var (processor, printed, began) = (ProcessorTime(server), Printed(server), TimeProvider.System.GetTimestamp());
        await Task.Delay(FullFor, TimeProvider.System);

        var load = (ProcessorTime(server) - processor) / TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"load while full {load:0.00}, {Printed(server) - printed} lines");
        load.ShouldBeLessThan(0.7);
        (Printed(server) - printed).ShouldBeLessThan(10, server.Output);
        var (isReachable, detail) = await ReadyAsync(server);
        isReachable.ShouldBeFalse();
        detail.ShouldContain("room");
        (await TotalAsync(server)).ShouldBeGreaterThan(0);
        using (var interrupted = await import.WaitAsync(Patience))
            interrupted.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await freed.CancelAsync();
        await filling;
        disk.Free();
        await UntilAsync(async () => (await ReadyAsync(server)).IsReachable, "the server notices that there is room");
        await over.CancelAsync();
        var sent = (await Task.WhenAll(singles)).SelectMany(each => each).ToList();
        sent.Where(single => single.Status == HttpStatusCode.ServiceUnavailable).ShouldNotBeEmpty();
        sent.ShouldAllBe(single => single.Status == HttpStatusCode.ServiceUnavailable || single.Status == HttpStatusCode.Created);
        var refused = sent.Where(single => single.Status != HttpStatusCode.Created).Select(single => single.Took).Order().ToList();
        output.WriteLine($"{refused.Count} refused, in the middle within {refused[refused.Count / 2]}, the last within {refused[^1]}");
        refused[refused.Count / 2].ShouldBeLessThan(TimeSpan.FromSeconds(0.5));
        refused[refused.Count * 99 / 100].ShouldBeLessThan(TimeSpan.FromSeconds(1) * Math.Max(1, Crowding.Measure()));

        // What was acknowledged is there; sent again, everything is there once.
        foreach (var single in sent)
            (await PostAsync(server, single.Id)).ShouldBe(single.Status == HttpStatusCode.Created ? HttpStatusCode.OK : HttpStatusCode.Created);
        using (var again = await ImportAsync(server))
            (await IsCompleteAsync(again)).ShouldBeTrue();
        await PostAsync(server, "probe");
        await ShouldBeExactAsync(server, Lines + sent.Count + 1);
        output.WriteLine(server.Output);
    }

    [SkippableFact]
    public async Task DiskFull_AskedToStop_EndsWithinTheLimitAndNothingAcknowledgedIsLost()
    {
        using var disk = SmallDisk.TryMount(DiskMegabytes);
        Skip.If(disk is null, SmallDisk.Missing);
        var path = Path.Combine(disk.Folder, "nps.db");
        var acknowledged = new List<string>();
        await using (var server = await NpsProcess.StartAsync(path, null, "--Web:ShutdownSeconds", "5"))
        {
            await PutTenantAsync(server);
            disk.Fill();
            for (var id = 0; await PostAsync(server, $"r{id}", new string('c', 4_000)) == HttpStatusCode.Created; id++)
                acknowledged.Add($"r{id}");
            using var over = new CancellationTokenSource();
            var singles = Enumerable.Range(0, Senders).Select(sender => SendSinglesAsync(server, sender, over.Token)).ToList();

            var began = TimeProvider.System.GetTimestamp();
            Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
            (await server.ExitAsync()).ShouldBe(0, server.Output);
            var took = TimeProvider.System.GetElapsedTime(began);
            output.WriteLine($"ended within {took}");
            took.ShouldBeLessThan(TimeSpan.FromSeconds(5) * Math.Max(1, Crowding.Measure()));
            await over.CancelAsync();
            await Task.WhenAll(singles);
        }

        // The disk is as full as it was: the server starts, serves what is there, and refuses what is sent.
        await using (var server = await NpsProcess.StartAsync(path))
            (await TotalAsync(server)).ShouldBeGreaterThanOrEqualTo(acknowledged.Count);

        disk.Free();
        await using (var server = await NpsProcess.StartAsync(path))
        {
            foreach (var id in acknowledged)
                (await PostAsync(server, id, new string('c', 4_000))).ShouldBe(HttpStatusCode.OK, id);
            await ShouldBeExactAsync(server, await TotalAsync(server));
        }
    }

    [SkippableFact]
    public async Task DiskFull_Killed_StartsAgainOnTheFullDiskWithAllThatWasAcknowledged()
    {
        using var disk = SmallDisk.TryMount(DiskMegabytes);
        Skip.If(disk is null, SmallDisk.Missing);
        var path = Path.Combine(disk.Folder, "nps.db");
        var acknowledged = 0;
        await using (var server = await NpsProcess.StartAsync(path))
        {
            await PutTenantAsync(server);
            using (var import = await ImportAsync(server))
                (await IsCompleteAsync(import)).ShouldBeTrue();
            disk.Fill();
            while (await PostAsync(server, $"r{acknowledged}", new string('c', 4_000)) == HttpStatusCode.Created)
                acknowledged++;
            await server.KillAsync();
        }

        disk.Fill();
        await using (var server = await NpsProcess.StartAsync(path))
        {
            // What was refused last may be there all the same: nobody may say so before he is certain.
            var stored = await TotalAsync(server);
            stored.ShouldBeInRange(Lines + acknowledged, Lines + acknowledged + 1);
            disk.Free();
            await UntilAsync(async () => (await ReadyAsync(server)).IsReachable, "the server notices that there is room");
            (await PostAsync(server, "next")).ShouldBe(HttpStatusCode.Created);
            await ShouldBeExactAsync(server, stored + 1);
        }
    }

    private static async Task PutTenantAsync(NpsProcess server)
    {
        using var made = await server.Http.PutAsync("/v1/tenants/acme", null);
        made.EnsureSuccessStatusCode();
    }

    private static async Task FillAsync(SmallDisk disk, CancellationToken freed)
    {
        while (!freed.IsCancellationRequested)
        {
            disk.Fill();
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Sends one response after the other until it is told to stop, or nobody listens.</summary>
    private static async Task<List<(string Id, HttpStatusCode Status, TimeSpan Took)>> SendSinglesAsync(
        NpsProcess server, int sender, CancellationToken over)
    {
        await Task.Yield();
        var sent = new List<(string, HttpStatusCode, TimeSpan)>();
        try
        {
            while (!over.IsCancellationRequested)
            {
                var (id, began) = ($"s{sender}-{sent.Count}", TimeProvider.System.GetTimestamp());
                var status = await PostAsync(server, id);
                sent.Add((id, status, TimeProvider.System.GetElapsedTime(began)));
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }
        catch (HttpRequestException)
        {
            // The server has ended.
        }

        return sent;
    }

    private static async Task<HttpStatusCode> PostAsync(NpsProcess server, string id, string comment = "fine")
    {
        using var content = new StringContent(Line(id, comment), Encoding.UTF8, "application/json");
        using var answer = await server.Http.PostAsync("/v1/tenants/acme/responses", content);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            answer.Headers.RetryAfter.ShouldNotBeNull();
        return answer.StatusCode;
    }

    /// <summary>Sends all lines as one body; the second half of it not before <paramref name="halftime"/>.</summary>
    private static async Task<HttpResponseMessage> ImportAsync(NpsProcess server, Task? halftime = null)
    {
        using var content = new HalvedContent(Lines, line => Line($"l{line}", new string('c', 300)) + "\n", halftime ?? Task.CompletedTask);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return await server.Http.PostAsync("/v1/tenants/acme/responses", content);
    }

    private static string Line(string id, string comment) =>
        $$"""{"id":"{{id}}","score":9,"channel":"web","touchpoint":"checkout","respondedAt":"2026-01-01T00:00:00Z","comment":"{{comment}}"}""";

    private static async Task<bool> IsCompleteAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("complete").GetBoolean();
    }

    private static async Task<(bool IsReachable, string Detail)> ReadyAsync(NpsProcess server)
    {
        var answer = JsonSerializer.Deserialize<JsonElement>(await server.Http.GetStringAsync("/health/ready"));
        return (answer.GetProperty("storeReachable").GetBoolean(), answer.GetProperty("detail").GetString()!);
    }

    private static async Task<int> TotalAsync(NpsProcess server) => JsonSerializer
        .Deserialize<JsonElement>(await server.Http.GetStringAsync("/v1/tenants/acme/scores/tenant?window=all"))
        .GetProperty("counts").GetProperty("total").GetInt32();

    private static async Task ShouldBeExactAsync(NpsProcess server, int responses)
    {
        var report = await server.Http.GetStringAsync("/v1/tenants/acme/recount");
        var recount = JsonSerializer.Deserialize<JsonElement>(report);
        recount.GetProperty("differencesTotal").GetInt64().ShouldBe(0, report);
        recount.GetProperty("responses").GetInt32().ShouldBe(responses);
        recount.GetProperty("tallied").GetInt32().ShouldBe(responses);
        await UntilAsync(async () => await TotalAsync(server) == responses, $"the score holds {responses}");
        var ids = (await server.Http.GetStringAsync("/v1/tenants/acme/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("id").GetString()).ToList();
        ids.Distinct().Count().ShouldBe(responses);
        ids.Count.ShouldBe(responses);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Waited in vain until {what}.");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private static TimeSpan ProcessorTime(NpsProcess server)
    {
        using var process = Process.GetProcessById(server.Id);
        return process.TotalProcessorTime;
    }

    private static int Printed(NpsProcess server) => server.Output.Count(character => character == '\n');

    private sealed class HalvedContent(int lines, Func<int, string> line, Task halftime) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var number = 0; number < lines; number++)
            {
                if (number == lines / 2)
                {
                    await stream.FlushAsync();
                    await halftime;
                }

                await stream.WriteAsync(Encoding.UTF8.GetBytes(line(number)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
