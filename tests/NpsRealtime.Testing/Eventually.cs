namespace NpsRealtime.Testing;

/// <summary>Waits for what comes by itself.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Tries again until it holds; what it says the last time is the test's failure.</summary>
    public static async Task ShouldAsync(Func<Task> assert, int seconds = 30)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await assert();
                return;
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds))
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }
}
