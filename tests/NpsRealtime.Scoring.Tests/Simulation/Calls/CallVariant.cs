namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>The calls between nodes as built, or one of the ways in which they are deliberately broken.</summary>
public enum CallVariant
{
    /// <summary>As built.</summary>
    Sound,

    /// <summary>A call of unknown outcome is repeated at once, though the first may still be carried out after it.</summary>
    RepetitionThatOvertakes,

    /// <summary>A request goes while another of its id is under way.</summary>
    SameIdInTwoCalls,

    /// <summary>A partition in the same process is given requests though others of the sender are under way to wherever it was before.</summary>
    ShortcutThatOvertakes,

    /// <summary>What an older life of a score says is shown, though a newer one has answered.</summary>
    OlderLifeBelieved,

    /// <summary>A partition that has closed takes calls all the same.</summary>
    ClosedPartitionThatTakes,
}
