using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Web.Access.FairShares;
using NpsRealtime.Web.Access.Grants;
using NpsRealtime.Web.Access.Hosts;
using NpsRealtime.Web.Access.Keys;
using NpsRealtime.Web.Access.Links;
using NpsRealtime.Web.Access.Pairing;
using NpsRealtime.Web.Access.Privacy;
using NpsRealtime.Web.Access.Trail;
using NpsRealtime.Web.Demo;

namespace NpsRealtime.Web.Access;

/// <summary>Adds access control to a host and puts it before the endpoints.</summary>
internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section))
            .PostConfigure(access => Complete(access, configuration)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FairShareOptions>().Bind(configuration.GetSection(FairShareOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<KnownGrants>();
        services.AddSingleton<LastUses>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<FirstKey>();
        services.AddSingleton<LinkStore>();
        services.AddSingleton<Pairings>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<ListeningRule>();
        services.AddHostedService<AccessLifetime>();
        services.AddTransient<KeyAuthentication>();
        services.AddAuthentication(options =>
        {
            options.AddScheme<KeyAuthentication>(KeyAuthentication.Scheme, displayName: null);
            options.DefaultScheme = KeyAuthentication.Scheme;
        });
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new ScopedAccess()).Build());
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(AccessOptions.Entries(configuration.GetSection(AccessOptions.Section)[nameof(AccessOptions.Origins)] ?? ""))
            .AllowAnyMethod().AllowAnyHeader().AllowCredentials().WithExposedHeaders("Retry-After", "Location")));

        // The framework logs the addresses of requests, and those of streams hold a key; so does a refusal that names the caller.
        services.AddLogging(logging =>
        {
            foreach (var category in (string[])["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"])
                logging.AddFilter(category, LogLevel.Warning);
            logging.AddFilter("Microsoft.AspNetCore.Authorization", LogLevel.Warning);
            logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Warning);
        });
    }

    /// <summary>What comes before routing.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value;
        if (options.Proxies.Length > 0)
            app.UseForwardedHeaders(ForwardedFrom.Options(options.Proxies));
        app.UseMiddleware<HostGuard>();
        app.UseRouting();
        if (options.Origins.Length > 0)
            app.UseCors();
        app.UseAuthentication();
        if (options.Open)
        {
            app.UseAuthorization();
            app.Use(app.ApplicationServices.GetRequiredService<AuditTrail>().NoteAsync);
            return;
        }

        // Before it is decided who may do what: a flood of wrong keys has its share as well.
        var shares = app.ApplicationServices.GetRequiredService<IOptions<FairShareOptions>>().Value;
        app.UseRateLimiter(RequestShares.Limiter(shares));
        app.UseAuthorization();
        app.Use((context, next) => RequestShares.LimitStreamsAsync(context, next, shares));
        app.Use(app.ApplicationServices.GetRequiredService<AuditTrail>().NoteAsync);
    }

    private static void Complete(AccessOptions access, IConfiguration configuration)
    {
        access.Open |= configuration.GetSection(DemoOptions.Section).GetValue<bool>(nameof(DemoOptions.Enabled));
        if (access.KeyFolder.Length > 0)
            return;
        var sqlite = configuration["Store:Sqlite"];
        var hasFile = string.IsNullOrWhiteSpace(configuration["Store:Postgres"]) && !string.IsNullOrWhiteSpace(sqlite);
        access.KeyFolder = hasFile ? Path.GetDirectoryName(Path.GetFullPath(sqlite!))! : "data";
    }
}
