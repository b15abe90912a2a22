namespace NpsRealtime.Web.Meta;

/// <summary>One limit or knob of this installation.</summary>
/// <param name="Name">The option, as it is set on the command line, as in <c>Scoring:SegmentsMax</c>.</param>
/// <param name="Value">What it is here.</param>
/// <param name="Default">What it is when nothing is set.</param>
/// <param name="Min">The least it can be set to.</param>
/// <param name="Max">The most it can be set to.</param>
/// <param name="Doc">What it means.</param>
public sealed record LimitAnswer(string Name, long Value, long Default, long Min, long Max, string Doc);
