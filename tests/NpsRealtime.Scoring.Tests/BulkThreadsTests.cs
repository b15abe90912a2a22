using System.Globalization;

namespace NpsRealtime.Scoring.Tests;

public class BulkThreadsTests
{
    [Fact]
    public async Task Enter_InAnAsynchronousMethod_StaysThereUntilItsEnd()
    {
        var names = await Task.Run(async () =>
        {
            List<string?> seen = [Thread.CurrentThread.Name];
            await BulkThreads.Reading.EnterAsync();
            seen.Add(Thread.CurrentThread.Name);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            seen.Add(Thread.CurrentThread.Name);
            return seen;
        });

        names[0].ShouldNotStartWith("Bulk");
        names.Skip(1).ShouldAllBe(name => name!.StartsWith("Bulk reading"));
    }

    [Fact]
    public async Task Threads_OnLinux_HaveALowerPriority()
    {
        if (!OperatingSystem.IsLinux())
            return;

        // proc(5): the niceness is the 19th field, the 17th after the name in brackets.
        var stat = await File.ReadAllTextAsync("/proc/self/stat");
        await BulkThreads.Deciding.EnterAsync();
        var own = OwnStat();
        own.ShouldContain("(Bulk deciding");
        NicenessIn(own).ShouldBeGreaterThan(NicenessIn(stat));
    }

    private static int NicenessIn(string stat) =>
        int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);

    private static string OwnStat() => File.ReadAllText("/proc/thread-self/stat");
}
