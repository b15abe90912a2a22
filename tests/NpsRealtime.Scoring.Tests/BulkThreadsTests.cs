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

    [SkippableFact]
    public async Task WhileSomebodyElseSends_TheirPriorityIsLower()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Threads have a priority of their own only on Linux.");
        var threads = new BulkThreads("Test");

        (await LookAsync(threads)).Name.ShouldNotEndWith("low");
        threads.GiveWayNow();
        var (name, niceness) = await LookAsync(threads);
        name.ShouldEndWith("low");
        niceness.ShouldBe(5);
    }

    private static async Task<(string Name, int Niceness)> LookAsync(BulkThreads threads)
    {
        await threads.EnterAsync();

        // The field after the name in brackets and sixteen others; see proc(5).
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return (Thread.CurrentThread.Name!, int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture));
    }
}
