using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>Who was refused stands in the log: by id and address, never by secret, and not without bound.</summary>
public sealed partial class RefusalLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nps-refused-").FullName;

    [Fact]
    public async Task Refusal_OfEachKind_IsLoggedWithoutSecrets()
    {
        await using var process = await StartAsync();
        var key = await ReadKeyAsync(process);
        const string Made = "nps_0123456789abcdef_SecretSecretSecretSecretSecretSecretSecret1";

        await AskAsync(process, "/v1/tenants/acme/scores/tenant", key: null);
        await AskAsync(process, "/v1/tenants/acme/scores/tenant", Made);
        await AskAsync(process, "/v1/tenants/acme/scores/tenant", "someone's password");
        await AskAsync(process, "/v1/tenants/bad%0Aname/keys", key);

        await SeeAsync(process, "Refused as unauthorized: nobody from 127.0.0.1");
        await SeeAsync(process, "Refused as unauthorized: 0123456789abcdef from");
        await SeeAsync(process, "Refused as unauthorized: something that is no key from");
        await SeeAsync(process, $"Refused as no-access: {key.Split('_')[1]} from");
        await SeeAsync(process, "at GET /v1/tenants/{tenant}/scores/{*key}, tenant acme.");
        process.Output.ShouldNotContain("SecretSecret");
        process.Output.ShouldNotContain("password");
        process.Output.ShouldNotContain("\nname");
    }

    [Fact]
    public async Task Refusals_InAFlood_AreCountedInsteadOfListed()
    {
        await using var process = await StartAsync("--Access:RefusalsLoggedPerSecond=1");
        var asked = 0;
        for (var flood = 0; flood < 20 && More().Count(process.Output) == 0; flood++)
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(process, "/v1/tenants/acme/scores/tenant", "garbage")));
            asked += 40;

            // One that is listed says how many there were before it; so one that comes a little later accounts for all of them.
            for (var attempt = 0; attempt < 20 && Unlisted(process.Output) + Listed().Count(process.Output) != asked; attempt++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(600), TimeProvider.System);
                await AskAsync(process, "/v1/tenants/acme/scores/tenant", "garbage");
                asked++;
                await SeeAllAsync(process, asked);
            }
        }

        More().Count(process.Output).ShouldBeGreaterThan(0, "So many at once are not all listed.");
        (Unlisted(process.Output) + Listed().Count(process.Output)).ShouldBe(asked);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<NpsProcess> StartAsync(params string[] args) => NpsProcess.StartAsync(Path.Combine(_folder, "nps.db"), port: null, ["--Access:Open=false", .. args]);

    /// <summary>The key of a tenant named acme.</summary>
    private async Task<string> ReadKeyAsync(NpsProcess process)
    {
        var platform = (await File.ReadAllTextAsync(Path.Combine(_folder, "platform.key"))).Trim();
        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/tenants/acme");
        put.Headers.Authorization = new("Bearer", platform);
        (await process.Http.SendAsync(put)).EnsureSuccessStatusCode();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/tenants/acme/keys") { Content = JsonContent.Create(new { name = "reader", scopes = new[] { "read" } }) };
        post.Headers.Authorization = new("Bearer", platform);
        using var made = await process.Http.SendAsync(post);
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    private static async Task AskAsync(NpsProcess process, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        using var answer = await process.Http.SendAsync(request);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
    }

    private static async Task SeeAsync(NpsProcess process, string text)
    {
        for (var attempt = 0; attempt < 200 && !process.Output.Contains(text, StringComparison.Ordinal); attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        process.Output.ShouldContain(text);
    }

    /// <summary>Gives the process's output the time to arrive; that may not account for all, when the last one was not listed.</summary>
    private static async Task SeeAllAsync(NpsProcess process, int asked)
    {
        for (var attempt = 0; attempt < 10 && Unlisted(process.Output) + Listed().Count(process.Output) != asked; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    }

    private static int Unlisted(string output) =>
        More().Matches(output).Sum(more => int.Parse(more.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<count>\d+) more were refused", RegexOptions.CultureInvariant)]
    private static partial Regex More();

    [GeneratedRegex("Refused as", RegexOptions.CultureInvariant)]
    private static partial Regex Listed();
}
