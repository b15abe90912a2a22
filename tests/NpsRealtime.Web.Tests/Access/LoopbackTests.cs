using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Access;

public class LoopbackTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task Request_ForeignHost_IsRefused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/meta");
        request.Headers.Host = host;
        using var answer = await fixture.App.Http.SendAsync(request);
        await answer.ShouldBeProblemAsync(400, "invalid-host");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]:5080")]
    [InlineData("127.0.0.1:1")]
    public async Task Request_LoopbackName_IsServed(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/meta");
        request.Headers.Host = host;
        using var answer = await fixture.App.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Theory]
    [InlineData("PUT", "/v1/tenants/x", "https://evil.example")]
    [InlineData("POST", "/v1/tenants/x/responses", "null")]
    [InlineData("DELETE", "/v1/tenants/x/responses/y", "http://localhost:1")]
    [InlineData("POST", "/hubs/scores/negotiate?negotiateVersion=1", "https://evil.example")]
    [InlineData("GET", "/v1/tenants/x/stream?score=tenant", "https://evil.example")]
    public async Task Request_ForeignOrigin_IsForbidden(string method, string path, string origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", origin);
        using var answer = await fixture.App.Http.SendAsync(request);
        await answer.ShouldBeProblemAsync(403, "foreign-origin");
    }

    [Theory]
    [InlineData("/v1/tenants/own/scores/tenant")]
    [InlineData("/v1/tenants/own/responses")]
    [InlineData("/v1/tenants/nobody")]
    public async Task Answer_Any_IsKeptByNobodyOnTheWay(string path)
    {
        await fixture.App.PutTenantAsync("own");
        using var answer = await fixture.App.Http.GetAsync(path);
        answer.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Request_OwnOrigin_IsServed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/tenants/own");
        request.Headers.Add("Origin", fixture.App.Address.GetLeftPart(UriPartial.Authority));
        using var answer = await fixture.App.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
