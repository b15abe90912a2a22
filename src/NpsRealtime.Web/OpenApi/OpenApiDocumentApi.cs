using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.OpenApi;

/// <summary>The description of all endpoints at <c>/openapi/v1.json</c>.</summary>
public static class OpenApiDocumentApi
{
    public static void AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        // Whatever is read can be asked for its headers alone; that needs no line of its own for each address.
        options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head;
        options.AddOperationTransformer<ProblemDescriptions>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "NpsRealtime";
            document.Info.Version = Product.Version;
            document.Info.Description = "Net Promoter Scores in real time: send responses, read live scores, watch them move. "
                + "The hub /hubs/scores (SignalR) is described with the stream endpoint.";

            // The address under which the document was asked for would be the only server; a relative one is right everywhere.
            document.Servers = [new Microsoft.OpenApi.OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
    });

    public static void MapOpenApiDocument(this IEndpointRouteBuilder endpoints) => endpoints.MapOpenApi("/openapi/{documentName}.json").OpenToAll();
}
