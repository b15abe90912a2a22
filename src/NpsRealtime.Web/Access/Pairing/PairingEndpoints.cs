using System.ComponentModel;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Links;
using NpsRealtime.Web.Problems;
using QRCoder;

namespace NpsRealtime.Web.Access.Pairing;

/// <summary>How a television gets a board link: it shows a code, and somebody who may make links confirms it.</summary>
internal sealed class PairingEndpoints(IScoreEngine engine, LinkEndpoints linkEndpoints, LinkStore links, Pairings pairings)
{
    private const int QrPixels = 8;

    // A code lives for minutes and there are 64 million: twenty guesses in five minutes find nothing.
    private readonly PartitionedRateLimiter<string> _guesses = Limiter(permits: 20);
    private readonly PartitionedRateLimiter<string> _beginnings = Limiter(permits: 60);

    public async Task<Results<Created<PairingBegun>, Problem>> BeginAsync(HttpContext context)
    {
        using var lease = _beginnings.AttemptAcquire(context.Connection.RemoteIpAddress?.ToString() ?? "");
        var token = AccessToken.Make();
        if (!lease.IsAcquired || await pairings.BeginAsync(token, context.RequestAborted) is not { } begun)
            return new Problem(ProblemCatalogue.TooManyPairings);
        var confirmAt = $"{context.Request.Scheme}://{context.Request.Host.Value}/pair?code={begun.Code}";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/v1/pairings/{token.Id}", new PairingBegun(token.Id, begun.Code, token.ToString(), begun.ExpiresAt, confirmAt, Qr(confirmAt)));
    }

    public async Task<Results<Ok<PairingState>, Problem>> LookAsync([Description("The pairing's id.")] string id, HttpContext context)
    {
        var sent = context.Request.Headers.Authorization.ToString().Split(' ')[^1];
        if (!AccessToken.TryParse(sent, out var token) || token.Id != id || await pairings.FindAsync(token, context.RequestAborted) is not { } pairing)
            return new Problem(ProblemCatalogue.UnknownPairing);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(pairing.Tenant is null
            ? new PairingState("waiting", null, null, null)
            : new PairingState("confirmed", pairing.Tenant, pairing.Board, BoardAddress.Of(pairing.Tenant, pairing.Board, token)));
    }

    public async Task<Results<Created<LinkMade>, Problem>> ConfirmAsync(
        [Description("The tenant's name.")] string tenant, [Description("The six characters that the television shows.")] string code, HttpContext context)
    {
        if (await engine.FindTenantAsync(tenant, context.RequestAborted) is not { } known)
            return new Problem(ProblemCatalogue.UnknownTenant);
        using var lease = _guesses.AttemptAcquire(context.Caller());
        if (!lease.IsAcquired)
            return new Problem(ProblemCatalogue.TooManyGuesses);
        var (ask, problem) = await linkEndpoints.ReadAsync(known.Id, context);
        if (ask is null)
            return problem!;
        if (PairingCode.Read(code) is not { } shown || await pairings.FindAsync(shown, context.RequestAborted) is not var (id, pairing, version))
            return new Problem(ProblemCatalogue.UnknownPairing);

        // Of two who confirm the same code the first one has it.
        if (await pairings.WriteAsync(id, pairing with { Tenant = known.Name, Board = ask.Board }, version, context.RequestAborted) is not { } taken)
            return new Problem(ProblemCatalogue.UnknownPairing);
        if (!await links.AddAsync(known, id, pairing.Hash, ask, context.Caller(), context.RequestAborted))
        {
            await pairings.WriteAsync(id, pairing, taken, context.RequestAborted);
            return linkEndpoints.TooMany();
        }

        return TypedResults.Created($"/v1/tenants/{Uri.EscapeDataString(known.Name)}/links/{id}", new LinkMade(Token: null, Address: null, id, ask.Name!.Trim()));
    }

    private static string Qr(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(QrPixels);
    }

    private static PartitionedRateLimiter<string> Limiter(int permits) => PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetFixedWindowLimiter(
            caller, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(5), QueueLimit = 0 }));
}
