using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NpsRealtime.Web.Access.Keys;

/// <summary>
/// Makes the platform key of an installation that has none which works: at the first start, or after all of them expired. Whoever can
/// restart the server can read its database, so this gives nobody more than he has.
/// </summary>
internal sealed class FirstKey(
    KeyStore keys, IOptions<AccessOptions> options, TimeProvider time, ILogger<FirstKey> logger)
{
    private const string FileName = "platform.key";

    /// <summary>Whether no platform key works, so that one will be made.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Looks whether a key is wanted.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        IsWanted = !(await keys.ListAsync(tenantId: 0, cancellation)).Any(key => key.Record.HoldsAt(now));
    }

    /// <summary>Returns whether a key was made.</summary>
    public async Task<bool> MakeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = await keys.ListAsync(tenantId: 0, cancellation);
        if (known.Any(key => key.Record.HoldsAt(now)))
            return false;

        // Nodes that start together agree on the id, so that only one of them makes the key.
        var token = AccessToken.Make($"{known.Count + 1:x16}");
        var record = new KeyRecord("first platform key", Tenant: null, ScopeNames.Of(Scope.Platform), token.Hash(), now, "server");
        if (await keys.PutAsync(0, token.Id, record, expectedVersion: 0, cancellation) is null)
            return false;

        // The key on a line of its own fits a terminal, and is taken up whole with a double click.
        var path = Keep(token);
        StartNotice.Tell(
            "The platform key of this installation, shown only now:",
            ["", $"  {token}", "", .. path is null ? ["Keep it: it stands nowhere else."] : (string[])[$"It is also in {path},", "which only this user can read. nps takes it from the variable NPS_KEY,", "everything else sends it as Authorization: Bearer KEY."]]);
        return true;
    }

    /// <summary>Writes the key to its file. Returns where; null when it could not.</summary>
    private string? Keep(AccessToken token)
    {
        var path = Path.GetFullPath(Path.Combine(options.Value.KeyFolder, FileName));
        try
        {
            Directory.CreateDirectory(options.Value.KeyFolder);

            // A file that is there keeps its rights when it is written over; a new one gets those asked for.
            File.Delete(path);
            var form = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                form.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new StreamWriter(path, form);
            file.WriteLine(token.ToString());
            return path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.KeyFileFailed(logger, path, fault.Message);
            return null;
        }
    }
}
