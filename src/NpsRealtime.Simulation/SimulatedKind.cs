namespace NpsRealtime.Simulation;

/// <summary>The ways in which a response reaches a server in real life.</summary>
public enum SimulatedKind
{
    /// <summary>Sent as soon as the customer has answered.</summary>
    New,

    /// <summary>Answered a while ago: a phone without a network, an e-mail queue, a nightly batch.</summary>
    Late,

    /// <summary>The same again, as a sender does that has lost the answer to its first attempt.</summary>
    Duplicate,

    /// <summary>Other content under a known id: the customer changed their mind, or an agent repaired a typing error.</summary>
    Correction,
}
