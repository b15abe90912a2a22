using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Web.Access.Grants;

namespace NpsRealtime.Web.Access;

/// <summary>
/// The one requirement, which is the fallback policy: whatever an endpoint declares or forgets to declare, this decides.
/// </summary>
internal sealed class ScopedAccess : AuthorizationHandler<ScopedAccess>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopedAccess requirement)
    {
        if (context.Resource is not HttpContext request)
        {
            context.Fail();
        }
        else if (AccessDecision.Refusal(request, request.Grant()) is { } refusal)
        {
            request.Items[AccessRefusals.Item] = refusal;
            context.Fail();
        }
        else
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
