using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Problems;

/// <summary>Refuses parameters that an address of the API does not have: who misspells one believes that it was heeded.</summary>
internal sealed class QueryNames(RequestDelegate next)
{
    private const int NameShownMax = 100;

    private readonly ConcurrentDictionary<Endpoint, FrozenSet<string>?> _known = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue || context.GetEndpoint() is not { } endpoint || _known.GetOrAdd(endpoint, NamesOf) is not { } known)
            return next(context);
        foreach (var name in context.Request.Query.Keys)
        {
            if (!known.Contains(name))
                return Unknown(name, known).ExecuteAsync(context);
        }

        return next(context);
    }

    private static Problem Unknown(string name, FrozenSet<string> known)
    {
        var shown = name.Length > NameShownMax ? name[..NameShownMax] + "…" : name;
        var those = known.Count == 0 ? "It has none." : $"Those that it has are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        return new Problem(ProblemCatalogue.InvalidParameter, $"This address has no parameter '{shown}'. {those}");
    }

    /// <summary>The parameters that an endpoint binds; null for one that is not of the API, or reads its address by itself.</summary>
    private static FrozenSet<string>? NamesOf(Endpoint endpoint)
    {
        var bound = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>();
        if (endpoint is not RouteEndpoint route || route.RoutePattern.RawText?.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal) != true)
            return null;
        var names = bound
            .Where(parameter => IsText(parameter.ParameterInfo.ParameterType))
            .Select(parameter => parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name)
            .Where(name => route.RoutePattern.GetParameter(name) is null);
        return (endpoint.Metadata.GetMetadata<QueryTokenAllowed>() is null ? names : names.Append("access_token"))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a parameter comes out of the address, and is not a service of the framework.</summary>
    private static bool IsText(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) != TypeCode.Object || type == typeof(string[]);
}
