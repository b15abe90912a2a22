namespace NpsRealtime.Architecture.Tests;

/// <summary>One line of a tracked file.</summary>
public readonly record struct TrackedLine(string Path, int Number, string Text)
{
    public override string ToString() => $"{Path}:{Number}: {(Text.Length > 160 ? Text[..160] : Text)}";
}
