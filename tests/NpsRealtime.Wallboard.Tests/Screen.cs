using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>A screen that a board hangs on.</summary>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Height">In CSS pixels.</param>
/// <param name="Theme">What the viewer's system asks for.</param>
public sealed record Screen(int Width, int Height, ColorScheme Theme = ColorScheme.Dark)
{
    /// <summary>The screen on which nothing but behaviour is tested: a small one, since a browser without a graphics card paints it slowly.</summary>
    public static readonly Screen Usual = new(1366, 768);

    /// <summary>The screen that hangs on most walls, on which is measured.</summary>
    public static readonly Screen Television = new(1920, 1080);

    /// <summary>A phone scrolls; a wall has nobody who would.</summary>
    public bool MayScroll => Width < 1000;

    public override string ToString() => FormattableString.Invariant($"{Width}x{Height}-{Theme.ToString().ToLowerInvariant()}");
}
