using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Web.Tests.Health;

/// <summary>Balancers and monitors ask by HEAD whether an address is there.</summary>
public class HeadTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/v1/meta")]
    [InlineData("/v1/tenants")]
    [InlineData("/v1/tenants/nobody/scores/tenant")]
    [InlineData("/problems/not-found")]
    [InlineData("/")]
    [InlineData("/tv")]
    public async Task Head_OfWhatCanBeRead_IsAnsweredLikeGetWithoutABody(string path)
    {
        using var get = await fixture.App.Http.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await fixture.App.Http.SendAsync(request);

        head.StatusCode.ShouldBe(get.StatusCode);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        // Nothing of a body is left on the connection either: the next answer begins where it should.
        (await fixture.App.GetAsync("/health/live")).Text("status").ShouldBe("live");
    }

    [Fact]
    public async Task Head_OfAStream_OpensNone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/tenants/nobody/stream?score=tenant");
        using var head = await fixture.App.Http.SendAsync(request);

        head.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    /// <summary>Whoever adds something to be read maps it by MapRead, unless it goes on for as long as somebody listens.</summary>
    [Fact]
    public void EveryEndpoint_ForGet_IsForHeadToo()
    {
        var without = fixture.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { } methods && methods.Contains("GET") && !methods.Contains("HEAD"))
            .Select(endpoint => endpoint.RoutePattern.RawText!);

        without.ShouldBe(
            ["/v1/tenants/{tenant}/stream", "/v1/tenants/{tenant}/responses/stream", "/v1/tenants/{tenant}/export", "/openapi/{documentName}.json"],
            ignoreOrder: true);
    }

    /// <summary>
    /// Where it can be resolved, the host puts the framework's own authorization before everything, which decides nothing here and costs every
    /// request something. That nobody gets in without it is shown by the tests of wrong callers.
    /// </summary>
    [Fact]
    public void Authorization_OfTheFramework_IsNotInTheWay() =>
        fixture.App.Services.GetService<IAuthorizationHandlerProvider>().ShouldBeNull();
}
