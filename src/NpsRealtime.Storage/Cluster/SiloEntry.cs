namespace NpsRealtime.Storage.Cluster;

/// <summary>A silo in the membership table that has not left it and was not declared dead.</summary>
/// <param name="Address">The address at which others reach it.</param>
/// <param name="Port">The port at which others reach it.</param>
/// <param name="Generation">Which of the silos that ever had this address and port.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="AliveAt">When it last said that it lives, by its own clock.</param>
/// <param name="IsRecent">Whether that is less than a minute ago, by the database's clock: one that did not is dead for certain.</param>
public sealed record SiloEntry(string Address, int Port, int Generation, string Name, string Host, DateTime AliveAt, bool IsRecent);
