using System.Runtime.InteropServices;
using System.Text;
using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Sqlite.Disk;

/// <summary>
/// Which file a path means. A lock and a log stand beside a database under its name, so whoever comes by another name must find the same ones.
/// </summary>
internal static class SqliteFile
{
    private const int CurrentFolder = -100;
    private const uint LinkCount = 4;

    /// <summary>The path behind symbolic links.</summary>
    /// <exception cref="StartupException">The links lead in a circle, or can't be read.</exception>
    public static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return path; // It is made.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The database {path} can't be opened: {failure.Message} Mend that, or name another file with --Store:Sqlite=PATH.", failure);
        }
    }

    /// <summary>
    /// Refuses a file that has several names by hard links: SQLite would look for its log under the name by which it is opened, and leave out
    /// all that is in the log of the other one. Told on Linux only.
    /// </summary>
    /// <exception cref="StartupException">It has.</exception>
    public static void DemandOneName(string path)
    {
        if (OperatingSystem.IsLinux() && Links(path) is > 1 and var links)
        {
            throw new StartupException(
                $"The database {path} has {links} names (hard links), and two servers, or one that is started by another name, would lose responses. Find them with find / -samefile {path}, keep the one that was used last, with its -wal file, and remove the others; or copy the file while no server runs, and name the copy with --Store:Sqlite=PATH.");
        }
    }

    private static uint Links(string path)
    {
        // The size and places of this structure are the same on every kind of machine, which is not so for stat.
        var status = new byte[256];
        try
        {
            return Status(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), flags: 0, LinkCount, status) == 0 ? BitConverter.ToUInt32(status, 16) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return 0; // An old C library: it is not told there either.
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, byte[] status);
}
