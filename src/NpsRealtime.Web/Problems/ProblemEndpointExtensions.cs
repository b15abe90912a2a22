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

    /// <summary>What reading any body may report.</summary>
    private static readonly ProblemKind[] OfBodies = [ProblemCatalogue.UnsupportedMediaType, ProblemCatalogue.BodyTooLarge, ProblemCatalogue.RequestTimeout];

    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ProblemKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => builder.Declaring([.. kinds, .. Everywhere]);

    /// <summary>Declares what every address that takes a body may report because of it.</summary>
    public static TBuilder WithProblemsOfBodies<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Declaring(OfBodies);

    private static TBuilder Declaring<TBuilder>(this TBuilder builder, ProblemKind[] kinds)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in kinds.GroupBy(kind => kind.Status))
        {
            var metadata = new ProducesResponseTypeMetadata(status.Key, typeof(ProblemBody), ["application/problem+json"]);
            builder.WithMetadata(metadata);
        }

        return builder.WithMetadata(new DeclaredProblems(kinds));
    }

    /// <summary>The kinds a route declares, so that the API description can name them.</summary>
    internal sealed record DeclaredProblems(IReadOnlyList<ProblemKind> Kinds);
}
