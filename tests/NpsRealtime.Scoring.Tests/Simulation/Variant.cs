namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>The design, or one of the ways in which it is deliberately broken.</summary>
public enum Variant
{
    /// <summary>As built.</summary>
    Sound,

    /// <summary>A cursor moves to where the last roll-up says, also backwards.</summary>
    CursorWithoutMaximum,

    /// <summary>A fence that finds another owner or history and says nothing.</summary>
    FenceThatDoesNotRaise,

    /// <summary>A score never attaches, so that partitions do not know whom to tell.</summary>
    NoAttaching,
}
