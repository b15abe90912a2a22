namespace NpsRealtime.Web.Tests.Support;

/// <summary>
/// Tests that measure the whole process (its memory, or its time while it is busy) run after the others, one by one, so that they
/// measure their own server and no other test's.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
