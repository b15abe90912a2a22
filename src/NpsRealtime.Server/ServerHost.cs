using NpsRealtime.Server.CommandLine;
using NpsRealtime.Server.Node;
using NpsRealtime.Storage;
using NpsRealtime.Web;
using NpsRealtime.Web.Access;
using NpsRealtime.Web.Demo;
using NpsRealtime.Web.Health;
using NpsRealtime.Web.Insight;
using NpsRealtime.Web.Meta;
using NpsRealtime.Web.OpenApi;
using NpsRealtime.Web.Problems;
using NpsRealtime.Web.Responses;
using NpsRealtime.Web.Scores;
using NpsRealtime.Web.Streams;
using NpsRealtime.Web.Tenants;
using NpsRealtime.Web.Wallboard;

namespace NpsRealtime.Server;

/// <summary>The host: the table of contents of the program, which tests build too.</summary>
public static class ServerHost
{
    /// <summary>Runs until it is asked to stop. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Arguments.AskForHelp(args))
        {
            await Console.Out.WriteAsync(Help.Text());
            return 0;
        }

        try
        {
            await using var app = await BuildAsync(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (StartupFault.MessageOf(fault) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>Builds the program without starting it.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes services at the end, as tests do to put a fault or a clock of theirs in place.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = Arguments.Expand(args),

            // The program's own folder, so that it finds its files from wherever it is started.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.RefuseUnknown();
        builder.QuietUntilStarted();
        builder.Services.AddDemo(builder.Configuration);
        var (store, node) = (builder.Configuration.ReadStore(), builder.Configuration.ReadNode());
        builder.UseDefaultAddress(mayMove: store.IsShared);
        builder.Services.AddResponseStore(store, node);
        builder.Services.AddScoring(builder.Configuration);
        await builder.AddNodeAsync(store, node);
        builder.Services.AddWeb(builder.Configuration);
        builder.Services.AddStreams();
        builder.Services.AddInsight();
        builder.Services.AddHostedService<StartingMemory>();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseWeb();
        app.MapAccess();
        app.MapTenants();
        app.MapResponses();
        app.MapScores();
        app.MapInsight();
        app.MapStreams();
        app.MapHealth();
        app.MapMeta();
        app.MapProblems();
        app.MapOpenApiDocument();
        app.MapWallboard();
        return app;
    }
}
