using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.OpenApi;

/// <summary>Describes what a handler reads itself, and what the framework therefore can't see.</summary>
internal static class OpenApiExtensions
{
    /// <summary>Declares the body and what may be wrong with any, without making routing refuse other media types before the handler can say why.</summary>
    public static RouteHandlerBuilder WithBody<T>(this RouteHandlerBuilder builder, params string[] contentTypes) =>
        builder.WithProblemsOfBodies().AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellation);
            var content = contentTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema });
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        });

    /// <summary>Declares a request header.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder builder, string name, string description) =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });
}
