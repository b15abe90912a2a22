namespace NpsRealtime.Testing;

/// <summary>Whether the long form of the tests is asked for: <c>NPS_TEST_LONG=1</c>.</summary>
public static class LongRun
{
    public static bool IsAsked => Environment.GetEnvironmentVariable("NPS_TEST_LONG") == "1";
}
