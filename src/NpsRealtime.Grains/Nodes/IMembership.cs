namespace NpsRealtime.Grains.Nodes;

/// <summary>What a node knows of the cluster.</summary>
internal interface IMembership
{
    /// <summary>Whether the node belongs to the cluster: false once it leaves, or knows that the others have declared it dead.</summary>
    bool IsMember { get; }

    /// <summary>One sentence for everybody who may ask how the node fares: counts, and no addresses.</summary>
    string Description { get; }

    /// <summary>The addresses of the active silos, for an operator; null where they are not known one by one.</summary>
    IReadOnlyList<string>? Addresses { get; }
}
