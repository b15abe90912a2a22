using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Listing;

/// <summary>An SSE stream of new responses.</summary>
internal sealed class ResponseStream(StreamEndpoints home, ResponseSubscriptions subscriptions, Tenant tenant, ResponseChoice choice) : SseAnswer(home)
{
    protected override Task StreamAsync(SseConnection connection, HttpContext context, CancellationToken ending) => ShowAsync(
        connection,
        async viewer =>
        {
            var begun = subscriptions.Add(viewer, tenant, choice, context.Grant());
            await connection.SendAsync(await subscriptions.FirstAsync(begun, tenant, choice, context.Grant(), ending));
        },
        ending);
}
