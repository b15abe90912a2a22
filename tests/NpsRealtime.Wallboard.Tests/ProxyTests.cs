using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>A board behind proxies that are less than ideal.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ProxyTests(BrowserFixture browser)
{
    /// <summary>What was negotiated with one node is unknown to the next, and the proxy never sends two requests to the same.</summary>
    [SkippableFact]
    public Task Board_EachRequestGoesToAnotherNode_IsLive() => IsLiveAsync(request => request.Query.ContainsKey("id"), mayFail: false);

    [SkippableFact]
    public Task Board_NoWebSocketsGetThrough_IsLive() => IsLiveAsync(request => request.Headers.Upgrade.Count > 0, mayFail: true);

    private async Task IsLiveAsync(Func<HttpRequest, bool> isUnknown, bool mayFail)
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync(services => services.AddSingleton<IStartupFilter>(new Before(isUnknown)));
        await app.PutTenantAsync("acme");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await board.SeeContactAsync("Live", withinMilliseconds: 20_000);
        await app.AcceptAsync("acme", 9);
        await board.SeeTotalAsync(1);
        board.ShouldBeWithoutFaults(requestsMayFail: mayFail);
    }

    private sealed class Before(Func<HttpRequest, bool> isUnknown) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                if (!context.Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal) || !isUnknown(context.Request))
                    return go(context);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
            next(app);
        };
    }
}
