namespace NpsRealtime.Grains.Nodes;

/// <summary>The cluster as a node without a silo sees it: through whichever silo's gateway it reaches.</summary>
internal sealed class GatewayMembership : IMembership
{
    private volatile int _gateways = -1;

    public bool IsMember => true;

    public string Description => _gateways switch
    {
        < 0 => "This is a gateway to the cluster.",
        0 => "This is a gateway; it reaches no silo now.",
        var count => $"This is a gateway; it reaches {count} silos.",
    };

    // Orleans tells a client how many gateways it reaches, and not which.
    public IReadOnlyList<string>? Addresses => null;

    public void Changed(int gateways) => _gateways = gateways;
}
