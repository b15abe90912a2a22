using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NpsRealtime.Web.Demo;

/// <summary>
/// The folder of the demo's throw-away database. It is made before the host is built and deleted when the host's services are
/// disposed; being the first service to be made it is the last to be disposed, when the database is closed.
/// </summary>
internal sealed class DemoFolder(string path, ILogger<DemoFolder> logger) : IHostedService, IDisposable
{
    /// <summary>Makes a new folder that only this user can read.</summary>
    public static string Make() => Directory.CreateTempSubdirectory("nps-demo-").FullName;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody tidied up already.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.FolderNotDeleted(logger, path, fault);
        }
    }
}
