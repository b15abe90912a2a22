namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>What a long-lived agent might keep.</summary>
[GenerateSerializer, Alias("nps.test.agent")]
public sealed class AgentState
{
    [Id(0)]
    public string Writer { get; set; } = "";
}
