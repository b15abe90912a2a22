using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Responses;

/// <summary>Answers one response that was taken: 201 for a new one, 200 otherwise.</summary>
internal sealed class ReceiptAnswer(int status, Receipt receipt) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext) =>
        JsonAnswer.WriteAsync(httpContext.Response, status, receipt, WebJson.Default.Receipt);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(201, typeof(Receipt), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(Receipt), ["application/json"]));
    }
}
