namespace NpsRealtime.Wallboard.Tests;

/// <summary>The browser that is on this machine; none is ever downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Places =
    [
        Environment.GetEnvironmentVariable("NPS_TEST_CHROMIUM") ?? "",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    /// <summary>The program, or null when there is none.</summary>
    public static string? ExecutablePath => Array.Find(Places, File.Exists);

    /// <summary>Skips the test when there is no browser to run it in.</summary>
    public static void Require() =>
        Skip.If(ExecutablePath is null, "No Chromium: install Debian's package chromium, or name one in NPS_TEST_CHROMIUM.");
}
