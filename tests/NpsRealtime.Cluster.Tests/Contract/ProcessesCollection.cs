namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>The contract's classes run one after the other, since they share the three processes.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessesCollection
{
    public const string Name = "three processes";
}
