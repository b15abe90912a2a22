using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NpsRealtime.Cli.Keys;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;
using NpsRealtime.Testing;
using Spectre.Console;

namespace NpsRealtime.Cli.Tests;

/// <summary><c>nps keys</c> against a server that asks for keys.</summary>
public sealed class KeysTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private NpsApp _app = null!;
    private string _platformKey = null!;

    public async Task InitializeAsync()
    {
        _app = await NpsApp.StartAsync("--Access:Open=false", $"--Access:KeyFolder={_folder.PathOf("")}");
        _platformKey = (await File.ReadAllTextAsync(_folder.PathOf("platform.key"))).Trim();
        (await AskAsync(_platformKey, HttpMethod.Put, "/v1/tenants/acme")).ShouldBe(HttpStatusCode.Created);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Create_ThenRotateAndRevoke_EachDoesWhatItSays()
    {
        var created = await RunAsync("create", "--name", "survey tool", "--tenant", "acme", "--scope", "ingest", "read", "--days", "90");
        created.ExitCode.ShouldBe(0, created.Error);
        var key = created.Output.Trim();
        var id = key.Split('_')[1];
        created.Error.ShouldContain($"Id {id}, may ingest, read, until ");
        (await ReadAsync(key)).ShouldBe(HttpStatusCode.OK);

        var rotated = await RunAsync("rotate", id, "--tenant", "acme", "--overlap-minutes", "30");
        var successor = rotated.Output.Trim();
        (await ReadAsync(key), await ReadAsync(successor)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        var listed = await RunAsync("list", "--tenant", "acme");
        listed.Output.ShouldContain(id);
        listed.Output.ShouldContain("survey tool");
        listed.Output.ShouldContain("rotated");
        listed.Output.ShouldNotContain(key.Split('_', 3)[2]);

        (await RunAsync("revoke", successor.Split('_')[1], "--tenant", "acme")).ExitCode.ShouldBe(0);
        (await ReadAsync(key), await ReadAsync(successor)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Unauthorized));
        var json = JsonSerializer.Deserialize<JsonElement>((await RunAsync("list", "--tenant", "acme", "--json")).Output);
        json.GetProperty("keys").EnumerateArray().Select(one => one.GetProperty("status").GetString()).ShouldBe(["works", "revoked"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(2, "A tenant's key needs --scope", "create", "--name", "x", "--tenant", "acme")]
    [InlineData(2, "Try: nps keys create --help", "create")]
    [InlineData(1, "A scope is one of: ingest, read, comments, admin.", "create", "--name", "x", "--tenant", "acme", "--scope", "write")]
    [InlineData(1, "nps keys list shows them", "revoke", "abc", "--tenant", "acme")]
    [InlineData(1, "It is the last platform key", "revoke", "0000000000000001")]
    [InlineData(1, "There is no tenant 'nobody'", "list", "--tenant", "nobody")]
    public async Task Run_WhatCanNotBe_SaysWhy(int code, string wanted, params string[] args)
    {
        var run = await RunAsync(args);

        run.ExitCode.ShouldBe(code, run.Error);
        run.Error.ShouldContain(wanted);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_WithAKeyInTheEnvironment_DoesNotShowIt()
    {
        var run = await RunAsync("create", "--help");

        run.Output.ShouldContain("NPS_KEY");
        run.Output.ShouldNotContain(_platformKey);
    }

    [Fact]
    public void Table_OnANarrowTerminal_KeepsIdsWhole()
    {
        var now = new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 80;

        console.Write(KeyTable.Of(
            [
                new KeyAnswer("b39842f09de9c836", "The wallboards [of] the second floor, north wing", "acme", ["ingest", "read", "comments", "admin"], "works", now, now.AddHours(5), null, now.AddMinutes(-90), null),
                new KeyAnswer("fe0409ef6ee04c6a", "survey tool", "acme", ["ingest"], "revoked", now, null, now.AddDays(-3), now.AddDays(-4), null),
            ],
            now));

        var lines = writer.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        lines.ShouldAllBe(line => line.Length <= 80);
        lines.ShouldContain(line => line.StartsWith("b39842f09de9c836  ", StringComparison.Ordinal) && line.EndsWith("in 5 h      90 min ago", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("fe0409ef6ee04c6a  survey tool", StringComparison.Ordinal) && line.EndsWith("revoked  2026-11-24  2026-11-23", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("one twothreefour five", 5, "one\ntwothreefour\nfive")]
    [InlineData("short", 80, "short")]
    public void Wrap_Text_BreaksBetweenWords(string text, int width, string wanted) => Terminal.Wrap(text, width).ShouldBe(wanted);

    private Task<NpsRun> RunAsync(params string[] args) => Nps.RunWithAsync(_platformKey, ["keys", .. args, "--server", _app.Address.ToString()]);

    private Task<HttpStatusCode> ReadAsync(string key) => AskAsync(key, HttpMethod.Get, "/v1/tenants/acme/scores/tenant");

    private async Task<HttpStatusCode> AskAsync(string key, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _app.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
