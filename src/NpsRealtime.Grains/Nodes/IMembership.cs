namespace NpsRealtime.Grains.Nodes;

/// <summary>What a node knows of the cluster.</summary>
internal interface IMembership
{
    /// <summary>One sentence for an operator.</summary>
    string Description { get; }
}
