namespace NpsRealtime.Web.Access;

/// <summary>
/// What whoever starts the server must see: set off from the log by empty lines, in lines that fit a terminal of 80 columns, and on a
/// terminal in colour. Written at once, so that no line of the log comes between.
/// </summary>
internal static class StartNotice
{
    private const string Bold = "\e[1m";
    private const string BoldOnRed = "\e[1;97;41m";
    private const string Plain = "\e[0m";

    private static bool HasColour =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static void Warn(string title, params string[] lines) => Write(BoldOnRed, $" {title} ", lines);

    public static void Tell(string title, params string[] lines) => Write(Bold, title, lines);

    private static void Write(string style, string title, string[] lines)
    {
        var shown = HasColour ? style + title + Plain : title;
        Console.Out.WriteLine(string.Join(Environment.NewLine, ["", shown, .. lines, ""]));
    }
}
