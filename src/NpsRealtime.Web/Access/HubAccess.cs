using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.RateLimits;

namespace NpsRealtime.Web.Access;

/// <summary>
/// Lets a call to the hub through only with the method's scope on the tenant that it names, and closes a connection whose key or link
/// no longer holds. Errors begin with the code of a problem, as the hub's own do.
/// </summary>
internal sealed class HubAccess(KnownGrants grants, IOptions<RateLimitOptions> limits, TimeProvider time, RefusalLog log) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var grant = grants.Of(context.Context.User) ?? throw Refused(AccessDecision.Refusal(grant: null, Scope.Read, tenant: null)!);

        // By the principal and not by the request, which is another one for each poll of a client without web sockets.
        context.Context.Items[typeof(Grant)] = grant;
        context.Context.Items[typeof(CancellationTokenRegistration)] = grant.Ended.Register(context.Context.Abort);
        context.Context.Items[typeof(Allowance)] = new Allowance(limits.Value.HubMessagesPerSecond, time);
        await next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (context.Context.Items.TryGetValue(typeof(CancellationTokenRegistration), out var registration))
            await ((CancellationTokenRegistration)registration!).DisposeAsync();
        await next(context, exception);
    }

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        // A connection that sends more is cut off, for even refusing costs something.
        if (invocationContext.Context.Items[typeof(Allowance)] is not Allowance allowance || !allowance.TryTake())
        {
            invocationContext.Context.Abort();
            throw Refused(new Problem(ProblemCatalogue.RateLimited));
        }

        if (invocationContext.HubMethod.GetCustomAttribute<HubScopeAttribute>() is not { } asked
            || !TryCall(invocationContext, out var call))
        {
            throw Refused(new Problem(ProblemCatalogue.NoAccess, "This method does not say who may call it, so nobody may."));
        }

        var grant = invocationContext.Context.Items[typeof(Grant)] as Grant;
        var refusal = AccessDecision.Refusal(grant, asked.Scope, call?.Tenant ?? "")
            ?? (grant!.Kind == GrantKind.Link && !IsForLink(grant, call) ? AccessDecision.NotOfLink() : null);
        if (refusal is null)
            return next(invocationContext);
        log.Note(invocationContext.Context.GetHttpContext(), grant, refusal);
        throw Refused(refusal);
    }

    private static bool TryCall(HubInvocationContext invocation, out IHubCall? call)
    {
        call = invocation.HubMethodArguments.Count == 1 ? invocation.HubMethodArguments[0] as IHubCall : null;
        var parameters = invocation.HubMethod.GetParameters();
        return parameters is [var only, ..] && typeof(IHubCall).IsAssignableFrom(only.ParameterType);
    }

    private static bool IsForLink(Grant link, IHubCall? call)
    {
        var keys = call?.ScoreKeys.ToList();
        return keys is { Count: > 0 } && keys.TrueForAll(key => AccessDecision.Shows(link, key));
    }

    private static HubException Refused(Problem problem) => new($"{problem.Kind.Code}: {problem.Detail}");
}
