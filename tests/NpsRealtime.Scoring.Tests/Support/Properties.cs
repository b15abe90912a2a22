using FsCheck;
using FsCheck.Fluent;
using NpsRealtime.Contracts;

namespace NpsRealtime.Scoring.Tests.Support;

/// <summary>Checks what must hold of everything, with a seed as every other randomised test. FsCheck shrinks a counterexample.</summary>
internal static class Properties
{
    public static void Check(this Property property, int tests = 100) => Seeded.Run(seed =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay((ulong)seed, gamma: 1)));
}
