namespace NpsRealtime.Storage.Sqlite.Disk;

/// <summary>
/// A file beside the database that takes up room on the disk, to be given up when there is none left. It is really written, with bytes that
/// no file system can make smaller: room that is only asked for is not there on all of them. Not thread-safe.
/// </summary>
internal sealed class SqliteReserve(string path)
{
    private const int BlockBytes = 1 << 20;

    private static readonly byte[] Block = Noise();

    private FileStream? _file;

    /// <summary>Bytes that are held.</summary>
    public long Held => _file?.Length ?? 0;

    /// <summary>Holds at least so many bytes, and few more. Returns false when the disk has no room for that; then it holds what it held.</summary>
    public bool TryHold(long bytes)
    {
        var wanted = (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
        var held = Held;
        try
        {
            _file ??= new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            while (_file.Length < wanted)
                RandomAccess.Write(_file.SafeFileHandle, Block, _file.Length);
            if (_file.Length > wanted)
                _file.SetLength(wanted);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last of these is how a file is told that is longer than this process may make one.
            Shrink(held);
            return false;
        }
    }

    /// <summary>Gives all of it back, also what an earlier process has left.</summary>
    public void GiveUp()
    {
        _file?.Dispose();
        _file = null;
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // On a file system that can't be written to there is nothing to win either.
        }
    }

    private static byte[] Noise()
    {
        var noise = new byte[BlockBytes];
        new Random(0).NextBytes(noise);
        return noise;
    }

    private void Shrink(long bytes)
    {
        try
        {
            _file?.SetLength(bytes);
        }
        catch (IOException)
        {
            // It holds more than it has to.
        }
    }
}
