using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Testing;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Tests.Access;

/// <summary>
/// Every endpoint and every method of the hub against every kind of wrong caller. Both lists come from the running program, so that a
/// new endpoint can't be forgotten.
/// </summary>
public class WrongCallerTests
{
    /// <summary>What anybody may see. A new line here is a decision, not a slip.</summary>
    private static readonly string[] OpenToAll =
    [
        "/health/live", "/health/ready", "/v1/meta", "/v1/access", "/v1/pairings", "/v1/pairings/{id}", "/problems", "/problems/{code}",
        "/openapi/{documentName}.json",
    ];

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task EveryEndpoint_EveryWrongCaller_IsRefused(string store)
    {
        await using var world = await AccessWorld.StartAsync(await StoreArguments.OfAsync(store));
        var endpoints = Endpoints(world.App);
        endpoints.Count.ShouldBeGreaterThan(15);
        var callers = await WrongCaller.AllAsync(world);
        var faults = new List<string>();
        foreach (var caller in callers)
        {
            using var client = world.With(caller.Key);
            foreach (var (method, route, scope) in endpoints.Where(endpoint => endpoint.Scope != Scope.None))
            {
                if (caller.Lacks is { } lacks ? scope != lacks : caller.Name == "another tenant's" && !route.Contains("{tenant}", StringComparison.Ordinal))
                    continue;
                var (status, body) = await SendAsync(client, method, route, "acme");
                var (_, unknown) = await SendAsync(client, method, route, "nobody");
                if (status is not (401 or 403))
                    faults.Add($"{caller.Name}: {method} {route} answered {status}");
                if (caller.Lacks is null && body != unknown)
                    faults.Add($"{caller.Name}: {method} {route} tells whether the tenant exists");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryEndpoint_SaysWhoMayCallIt()
    {
        await using var world = await AccessWorld.StartAsync();

        var endpoints = world.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ScopeRequirement>() is null).ShouldBeEmpty();
        Endpoints(world.App).Where(endpoint => endpoint.Scope == Scope.None && endpoint.Route.StartsWith("/v1/", StringComparison.Ordinal))
            .Select(endpoint => endpoint.Route).Except(OpenToAll).ShouldBeEmpty("only these are open to all");
        var described = (await world.App.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name);
        described.Except(Endpoints(world.App).Select(endpoint => endpoint.Route)).ShouldBeEmpty("whatever is described is tested");
    }

    [Theory]
    [InlineData("scores")]
    [InlineData("board")]
    public async Task EveryEndpoint_ABoardLinkForOthers_IsRefused(string kind)
    {
        await using var world = await AccessWorld.StartAsync();
        using var link = world.With(kind == "scores" ? await LinkAsync(world, "channel/other") : await BoardLinkAsync(world, "mine", "channel/other"));
        var faults = new List<string>();
        foreach (var endpoint in world.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var reach = endpoint.Metadata.GetMetadata<LinkAllowance>()?.Reach;
            if (endpoint.Metadata.GetMetadata<ScopeRequirement>()!.Scope == Scope.None || reach is LinkReach.Tenant or LinkReach.Answer or LinkReach.Hub)
                continue;
            foreach (var method in Methods(endpoint))
            {
                var (status, _) = await SendAsync(link, method, Route(endpoint), "acme");
                if (status != 403)
                    faults.Add($"{method} {Route(endpoint)} answered {status}");
            }
        }

        faults.ShouldBeEmpty();
        (await link.GetAsync("/v1/tenants/acme/scores/channel/other")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await link.GetStringAsync("/v1/tenants/acme/score-keys")).ShouldBe("""{"keys":[],"overflows":[]}""");
        (await link.GetAsync("/v1/tenants/acme/boards/mine")).StatusCode.ShouldBe(kind == "board" ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ScoreKeys_ABoardLink_AreThoseThatItShows()
    {
        await using var world = await AccessWorld.StartAsync();
        using (await world.Platform.PostAsJsonAsync("/v1/tenants/acme/responses", new { id = "k-1", score = 9, channel = "web", touchpoint = "checkout" }))
        using (await world.Platform.PostAsJsonAsync("/v1/tenants/acme/responses", new { id = "k-2", score = 9, channel = "fax", touchpoint = "checkout" }))
        using (await world.Platform.PatchAsJsonAsync("/v1/tenants/acme/score-keys/channel/fax", new { visible = false }))
        using (await world.Platform.PatchAsJsonAsync("/v1/tenants/acme/score-keys/touchpoint/checkout", new { visible = false }))
        {
        }

        using var link = world.With(await LinkAsync(world, "channel/*"));

        var hidden = await link.GetFromJsonAsync<JsonElement>("/v1/tenants/acme/score-keys?visible=false");

        hidden.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("key").GetString()).ShouldBe(["channel/fax"]);
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task EveryHubMethod_EveryWrongCaller_IsRefused(string store)
    {
        await using var world = await AccessWorld.StartAsync(await StoreArguments.OfAsync(store));
        var methods = typeof(ScoreHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.GetBaseDefinition() == method).ToList();
        methods.Count.ShouldBeGreaterThanOrEqualTo(2);
        methods.ShouldAllBe(method => method.GetCustomAttribute<HubScopeAttribute>() != null);
        foreach (var caller in await WrongCaller.AllAsync(world))
        {
            if (caller.Lacks is { } lacks && lacks != Scope.Read)
                continue;
            if (caller.Name != "another tenant's")
            {
                await Should.ThrowAsync<WebSocketException>(() => RawHub.ConnectAsync(world.App.Address, caller.Key), caller.Name);
                continue;
            }

            foreach (var method in methods)
            {
                using var hub = await RawHub.ConnectAsync(world.App.Address, caller.Key);
                var known = await hub.InvokeAsync(method.Name, new { tenant = "acme", scores = new[] { new { key = "tenant" } } });
                var unknown = await hub.InvokeAsync(method.Name, new { tenant = "nobody", scores = new[] { new { key = "tenant" } } });
                known.ShouldNotBeNull(method.Name).ShouldContain("no-access");
                unknown.ShouldBe(known);
            }
        }

        using var other = await RawHub.ConnectAsync(world.App.Address, await LinkAsync(world, "channel/other"));
        foreach (var method in methods)
            (await other.InvokeAsync(method.Name, new { tenant = "acme", scores = new[] { new { key = "tenant" } } }))!.ShouldContain("no-access");
        (await other.InvokeAsync("Subscribe", new { tenant = "acme", scores = new[] { new { key = "channel/other" } } })).ShouldBeNull();
    }

    internal static async Task<string> LinkAsync(AccessWorld world, params string[] scores)
    {
        using var made = await world.Platform.PostAsJsonAsync("/v1/tenants/acme/links", new { name = "lobby", scores });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private static async Task<string> BoardLinkAsync(AccessWorld world, string board, string score)
    {
        using var put = await world.Platform.PutAsJsonAsync(
            $"/v1/tenants/acme/boards/{board}", new { name = board, hero = new { key = score }, window = "today", sections = Array.Empty<object>() });
        put.IsSuccessStatusCode.ShouldBeTrue(await put.Content.ReadAsStringAsync());
        using var made = await world.Platform.PostAsJsonAsync("/v1/tenants/acme/links", new { name = "lobby", board });
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private static List<(string Method, string Route, Scope Scope)> Endpoints(NpsApp app) =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint => Methods(endpoint)
            .Select(method => (method, Route(endpoint), endpoint.Metadata.GetMetadata<ScopeRequirement>()?.Scope ?? Scope.None))),
    ];

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    private static string Route(RouteEndpoint endpoint)
    {
        var route = endpoint.RoutePattern.RawText!.Replace("{*", "{", StringComparison.Ordinal);
        return route.Length > 1 ? "/" + route.Trim('/') : route;
    }

    private static async Task<(int Status, string Body)> SendAsync(HttpClient client, string method, string route, string tenant)
    {
        var path = route.Replace("{tenant}", tenant, StringComparison.Ordinal).Replace("{key}", "tenant", StringComparison.Ordinal);
        while (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
            path = path[..open] + "x" + path[(path.IndexOf('}', open) + 1)..];
        if (route.EndsWith("/responses/stream", StringComparison.Ordinal))
            path += "?key=tenant";
        else if (route.EndsWith("/stream", StringComparison.Ordinal) || route.EndsWith("/changes", StringComparison.Ordinal))
            path += "?score=tenant";
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = JsonContent.Create(new { });
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)answer.StatusCode;
        return (status, status < 400 ? "" : await answer.Content.ReadAsStringAsync());
    }
}
