using System.Globalization;
using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Sqlite.Disk;

/// <summary>The ownership of a database file: a lock on a file beside it, which the system gives back when the process ends.</summary>
internal sealed class SqliteLock : IDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int PidLength = 10;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private SqliteLock(FileStream file) => _file = file;

    /// <summary>Takes the ownership.</summary>
    /// <exception cref="StartupException">Another process has it, or the folder can't be written.</exception>
    public static SqliteLock Take(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            // Written over what the last process wrote, which on a full disk needs no room.
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture).PadRight(PidLength)));
            file.Flush();
            MakeForOwner(path);
            return new SqliteLock(file);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StartupException($"The database folder of {path} can't be written. Give this user the right to, or name another file with --Store:Sqlite=PATH.", failure);
        }
        catch (IOException failure) when (failure.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new StartupException($"The database {path} is in use by another process. Stop that one, or name another file with --Store:Sqlite=PATH.", failure);
        }
        catch (IOException failure)
        {
            throw new StartupException($"The database {path} can't be opened: {failure.Message} Mend that, or name another file with --Store:Sqlite=PATH.", failure);
        }
    }

    /// <summary>
    /// A new database is for this user alone, since it holds what customers wrote; its log gets the same rights from it. One that is there
    /// keeps those it has: whoever changed them had a reason.
    /// </summary>
    private static void MakeForOwner(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
            return;
        var form = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        new FileStream(path, form).Dispose();
    }

    public void Dispose() => _file.Dispose();
}
