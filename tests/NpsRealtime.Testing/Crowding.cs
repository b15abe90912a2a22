using System.Diagnostics;

namespace NpsRealtime.Testing;

/// <summary>How much the machine has to do beside a test.</summary>
public static class Crowding
{
    /// <summary>
    /// How many times longer work takes by the clock on the wall than the processor works at it: 1 on a machine that does nothing else.
    /// What runs in several processes waits at least as long for its turns.
    /// </summary>
    public static double Measure()
    {
        var process = Process.GetCurrentProcess();
        var began = TimeProvider.System.GetTimestamp();
        var before = process.TotalProcessorTime;
        var worked = TimeSpan.Zero;
        while (worked < TimeSpan.FromMilliseconds(150))
        {
            process.Refresh();
            worked = process.TotalProcessorTime - before;
        }

        return TimeProvider.System.GetElapsedTime(began) / worked;
    }
}
