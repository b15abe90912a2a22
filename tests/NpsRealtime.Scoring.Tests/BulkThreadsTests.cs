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
}
