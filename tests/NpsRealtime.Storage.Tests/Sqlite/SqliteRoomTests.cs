using NpsRealtime.Scoring.Engine;
using NpsRealtime.Storage.Sqlite;
using NpsRealtime.Storage.Sqlite.Disk;

namespace NpsRealtime.Storage.Tests.Sqlite;

/// <summary>What really happens on a file system that is full.</summary>
public sealed class SqliteRoomTests
{
    private const string Insert = "insert into notes (text) values (?1)";

    [SkippableFact]
    public void Write_CommitMeetsAFullDisk_IsRolledBackAndUnavailable()
    {
        using var disk = SmallDisk.TryMount(megabytes: 16);
        Skip.If(disk is null, SmallDisk.Missing);
        using var session = SqliteSession.OpenWriter(Path.Combine(disk.Folder, "nps.db"));
        session.Write(session =>
        {
            session.Execute("create table notes (id integer primary key, text text not null)");
            return true;
        });
        disk.Fill();
        var written = 0;

        // So little is written in each that it stays in memory until the commit: which is then what fails.
        var failure = Should.Throw<StoreUnavailableException>(() =>
        {
            for (; written < 100_000; written++)
                session.Write(session => Note(session, written));
        });

        failure.Message.ShouldContain("full");
        Count(session).ShouldBe(written);
        using (var reader = SqliteSession.OpenReader(Path.Combine(disk.Folder, "nps.db")))
            reader.Read(Count).ShouldBe(written);
        disk.Free();
        session.Write(session => Note(session, written));
        Count(session).ShouldBe(written + 1);
    }

    [SkippableFact]
    public void Reserve_OnAFullDisk_KeepsWhatItHoldsAndMakesRoomWhenGivenUp()
    {
        using var disk = SmallDisk.TryMount(megabytes: 16);
        Skip.If(disk is null, SmallDisk.Missing);
        var reserve = new SqliteReserve(Path.Combine(disk.Folder, "reserve"));
        reserve.TryHold(3_000_000).ShouldBeTrue();
        reserve.Held.ShouldBe(3 << 20);
        disk.Fill();

        reserve.TryHold(4_000_000).ShouldBeFalse();
        reserve.Held.ShouldBe(3 << 20);
        reserve.TryHold(1_000_000).ShouldBeTrue();
        reserve.Held.ShouldBe(1 << 20);
        reserve.GiveUp();

        File.WriteAllBytes(Path.Combine(disk.Folder, "other"), new byte[3 << 20]);
        reserve.TryHold(1).ShouldBeFalse();
    }

    private static bool Note(SqliteSession session, int number)
    {
        session.Statement(Insert).Bind(1, $"{number} {new string('n', 500)}").Run();
        return true;
    }

    private static int Count(SqliteSession session)
    {
        var statement = session.Statement("select count(*) from notes");
        statement.Read();
        var count = statement.Int(0);
        statement.Reset();
        return count;
    }
}
