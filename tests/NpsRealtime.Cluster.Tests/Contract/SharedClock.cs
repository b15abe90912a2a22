using System.IO.MemoryMappedFiles;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>
/// A clock that several processes share: the machine's, and a shift that stands in a file which all of them have mapped. Whoever moves it
/// has moved it for all as soon as the call returns. Timers run on real time.
/// </summary>
internal sealed class SharedClock : TimeProvider, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _shift;

    /// <summary>Opens the clock of a file; one that is not there is made.</summary>
    public SharedClock(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, sizeof(long));
        _shift = _file.CreateViewAccessor(0, sizeof(long));
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Makes all who share it tell the time that another clock tells now.</summary>
    public void Set(DateTimeOffset now) => _shift.Write(0, (now - System.GetUtcNow()).Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(_shift.ReadInt64(0));

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Dispose()
    {
        _shift.Dispose();
        _file.Dispose();
    }
}
