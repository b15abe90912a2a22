namespace NpsRealtime.Grains.Tests.Support;

/// <summary>The same for the parts of the contract that only the long run takes: on three silos they run every time.</summary>
public sealed class OneSiloAtLength : OneSilo
{
    public override Task CreateAsync()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("NPS_TEST_LONG") == "1", "On one silo in the long run only: NPS_TEST_LONG=1.");
        return base.CreateAsync();
    }
}
