using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace NpsRealtime.Web.Pages;

/// <summary>
/// Every text of the plain pages. They stand beside those of the screens (<c>src/wallboard/src/text/accessTexts.json</c>), so that one
/// folder is to be translated, and are filled in here, so that the pages still need no build.
/// </summary>
internal static partial class AccessTexts
{
    /// <summary>Where a script gets all of them; within its quotes, so that the file is a script before it is filled too.</summary>
    private const string AllMark = "'{{texts}}'";

    /// <summary>Stands in a text for the address at which a screen shows its code.</summary>
    private const string AddressMark = "{address}";

    private static readonly Dictionary<string, string> Texts = JsonSerializer.Deserialize<Dictionary<string, string>>(PageFiles.Read("accessTexts.json"))!;

    /// <summary>Letters of every script stay readable in the page.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A page or a script with its texts in it.</summary>
    /// <exception cref="KeyNotFoundException">It names a text that there is not.</exception>
    public static string Fill(string file) =>
        TextMark().Replace(file.Replace(AllMark, JsonSerializer.Serialize(Texts), StringComparison.Ordinal), mark =>
            Encoder.Encode(Texts[mark.Groups["name"].Value]).Replace(AddressMark, "<strong>/tv</strong>", StringComparison.Ordinal));

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}")]
    private static partial Regex TextMark();
}
