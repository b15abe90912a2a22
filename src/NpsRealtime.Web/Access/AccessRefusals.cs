using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Access;

/// <summary>Answers a refused request with its problem.</summary>
internal sealed class AccessRefusals(RefusalLog log) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Where the problem waits in the request's items.</summary>
    public static readonly object Item = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        var problem = context.Items[Item] as Problem ?? new Problem(ProblemCatalogue.NoAccess);
        log.Note(context, context.Grant(), problem);
        return problem.ExecuteAsync(context);
    }
}
