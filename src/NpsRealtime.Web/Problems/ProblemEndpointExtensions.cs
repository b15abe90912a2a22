using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace NpsRealtime.Web.Problems;

/// <summary>Declares for the API description which problems a route may report.</summary>
internal static class ProblemEndpointExtensions
{
    private static readonly ProblemKind[] Everywhere =
    [
        ProblemCatalogue.InvalidHost, ProblemCatalogue.Unauthorized, ProblemCatalogue.ForeignOrigin, ProblemCatalogue.NoAccess,
        ProblemCatalogue.MissingScope, ProblemCatalogue.RateLimited, ProblemCatalogue.InternalError, ProblemCatalogue.StoreUnavailable,
    ];

    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ProblemKind[] kinds)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in kinds.Concat(Everywhere).GroupBy(kind => kind.Status))
        {
            var metadata = new ProducesResponseTypeMetadata(status.Key, typeof(ProblemBody), ["application/problem+json"]);
            builder.WithMetadata(metadata);
        }

        return builder.WithMetadata(new DeclaredProblems([.. kinds, .. Everywhere]));
    }

    /// <summary>The kinds a route declares, so that the API description can name them.</summary>
    internal sealed record DeclaredProblems(IReadOnlyList<ProblemKind> Kinds);
}
