using System.Text;
using Spectre.Console;

namespace NpsRealtime.Cli.Output;

/// <summary>
/// Where a command writes: results to standard output, everything else to standard error. Escape codes go only to a terminal
/// that is there to show them; a pipe, a file or a log gets plain text.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const int PipeWidth = 200;

    public Terminal()
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        HasScreen = !Console.IsOutputRedirected && !isDumb;
        HasStatus = !Console.IsErrorRedirected && !isDumb;
        Out = Writer(Console.OpenStandardOutput());
        Error = Writer(Console.OpenStandardError());
        Screen = MakeConsole(Out, HasScreen);
        Status = MakeConsole(Error, HasStatus);
    }

    /// <summary>Whether a person watches standard output.</summary>
    public bool HasScreen { get; }

    /// <summary>Whether a person watches standard error, so that progress is welcome there.</summary>
    public bool HasStatus { get; }

    /// <summary>Standard output as plain UTF-8.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error as plain UTF-8.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard output for tables.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>Standard error for progress.</summary>
    public IAnsiConsole Status { get; }

    /// <summary>Writes sentences to standard error, broken between words where a person reads them on a screen.</summary>
    public void Say(string sentences) => Error.WriteLine(HasStatus ? Wrap(sentences, Status.Profile.Width) : sentences);

    /// <summary>A text in lines of at most so many columns; a word that is longer has a line of its own.</summary>
    internal static string Wrap(string text, int width)
    {
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0)
            {
                var fits = column + 1 + word.Length <= width;
                wrapped.Append(fits ? ' ' : '\n');
                column = fits ? column + 1 : 0;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }

    public void Dispose()
    {
        Out.Flush();
        Error.Flush();
    }

    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };

    private static IAnsiConsole MakeConsole(TextWriter writer, bool isTerminal)
    {
        var hasColour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
