namespace NpsRealtime.Wallboard.Tests;

/// <summary>How large a page's memory was after a collection.</summary>
/// <param name="UsedBytes">What the script engine uses, compiled code and all. The engine goes on compiling and throwing away for days.</param>
/// <param name="ObjectBytes">What the page's own objects, closures, arrays and strings take: all but code and what belongs to the browser.</param>
/// <param name="Nodes">The document's nodes, those taken out but still held among them.</param>
internal sealed record HeapFigures(double UsedBytes, double ObjectBytes, double Nodes)
{
    public static HeapFigures Median(IReadOnlyList<HeapFigures> figures) => new(
        MedianOf(figures.Select(figure => figure.UsedBytes)), MedianOf(figures.Select(figure => figure.ObjectBytes)), MedianOf(figures.Select(figure => figure.Nodes)));

    public override string ToString() => FormattableString.Invariant(
        $"{UsedBytes / 1e6:F2} MB used, {ObjectBytes / 1e6:F3} MB of objects, {Nodes:F0} nodes");

    private static double MedianOf(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
