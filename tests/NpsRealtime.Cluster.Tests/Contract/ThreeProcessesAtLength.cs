using NpsRealtime.Testing;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>
/// The same for the parts of the contract that only the long run takes: each test starts four nodes, and the same tests run on three silos in
/// one process every time. A machine so busy that a call takes five seconds fails them: they want no answer to be "try again".
/// </summary>
public sealed class ThreeProcessesAtLength : ThreeProcesses
{
    public override Task CreateAsync()
    {
        Skip.IfNot(LongRun.IsAsked, "On three processes in the long run only: NPS_TEST_LONG=1.");
        return base.CreateAsync();
    }
}
