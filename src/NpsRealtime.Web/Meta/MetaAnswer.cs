namespace NpsRealtime.Web.Meta;

/// <summary>What this installation is and which limits it has.</summary>
/// <param name="Product">The product's name.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Windows">The windows that every tenant has.</param>
/// <param name="WindowForms">The forms of the windows that a tenant may have besides.</param>
/// <param name="DefaultWindow">The window that counts when none is named.</param>
/// <param name="Access"><c>open</c> when no key is needed, which every page must say; otherwise <c>keys</c>.</param>
/// <param name="Limits">Every limit and knob.</param>
public sealed record MetaAnswer(
    string Product,
    string Version,
    IReadOnlyList<string> Windows,
    IReadOnlyList<string> WindowForms,
    string DefaultWindow,
    string Access,
    IReadOnlyList<LimitAnswer> Limits);

/// <summary>One limit or knob of this installation.</summary>
/// <param name="Name">The option, as it is set on the command line, as in <c>Scoring:SegmentsMax</c>.</param>
/// <param name="Value">What it is here.</param>
/// <param name="Default">What it is when nothing is set.</param>
/// <param name="Min">The least it can be set to.</param>
/// <param name="Max">The most it can be set to.</param>
/// <param name="Doc">What it means.</param>
public sealed record LimitAnswer(string Name, long Value, long Default, long Min, long Max, string Doc);
