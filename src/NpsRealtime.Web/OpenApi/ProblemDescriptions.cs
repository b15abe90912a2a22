using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.OpenApi;

/// <summary>Names in the API description, for each error status of an operation, the problem codes behind it.</summary>
internal sealed class ProblemDescriptions : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var declared = context.Description.ActionDescriptor.EndpointMetadata
            .OfType<ProblemEndpointExtensions.DeclaredProblems>().SelectMany(problems => problems.Kinds);
        foreach (var kinds in declared.Distinct().GroupBy(kind => kind.Status))
        {
            var status = kinds.Key.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (operation.Responses?.TryGetValue(status, out var response) == true)
                response.Description = string.Join("; ", kinds.Select(kind => $"{kind.Code}: {kind.Title}"));
        }

        return Task.CompletedTask;
    }
}
