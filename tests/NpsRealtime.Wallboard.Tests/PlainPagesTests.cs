using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The pages that share no code with the screens: for old sets, for a television that waits, and for whoever pairs it.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class PlainPagesTests(BrowserFixture browser)
{
    private const string LightPage = "rgb(238, 241, 246)";
    private const string DarkPage = "rgb(8, 12, 20)";

    private static readonly string Source = Path.Combine(Repository.Folder, "src");

    [SkippableTheory]
    [InlineData("/plain?tenant=acme")]
    [InlineData("/tv?")]
    [InlineData("/pair?")]
    public async Task Page_SystemOrAddressAsksForATheme_IsInIt(string path)
    {
        await using var app = await Acme.StartAsync();
        foreach (var (asked, inLight, inDark) in ((string, string, string)[])[("", LightPage, DarkPage), ("&theme=dark", DarkPage, DarkPage), ("&theme=light", LightPage, LightPage)])
        {
            await using var page = await browser.OpenAsync(new Uri(app.Address, path + asked), Screen.Usual with { Theme = ColorScheme.Light });
            await Assertions.Expect(page.Page.Locator("body")).ToHaveCSSAsync("background-color", inLight);

            // While it hangs there, the system goes over to dark.
            await page.ShowInAsync(ColorScheme.Dark);
            await Assertions.Expect(page.Page.Locator("body")).ToHaveCSSAsync("background-color", inDark);
        }
    }

    /// <summary>Nothing that people read stands in the pages or their scripts: it is beside the texts of the screens, for translation.</summary>
    [Fact]
    public async Task TelevisionAndPairing_EveryText_StandsWithThoseOfTheScreens()
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path.Combine(Source, "wallboard", "src", "text", "accessTexts.json")))!;
        var folder = Path.Combine(Source, "NpsRealtime.Web", "Pages");
        var used = new HashSet<string>();
        foreach (var file in (string[])["tv.html", "pair.html", "tv.js", "pair.js", "theme.js", "AccessPages.cs"])
        {
            var source = await File.ReadAllTextAsync(Path.Combine(folder, file));
            used.UnionWith(Names().Matches(source).Select(name => name.Groups["name"].Value));
            var read = file switch
            {
                _ when file.EndsWith(".html", StringComparison.Ordinal) => ReadInPages().Matches(source),
                _ when file.EndsWith(".js", StringComparison.Ordinal) => ReadInScripts().Matches(source),
                _ => ReadInWarnings().Matches(source),
            };
            read.Select(text => text.Groups["text"].Value.Trim()).Where(text => Letters().IsMatch(text) && !Mark().IsMatch(text)).ShouldBeEmpty(file);
        }

        used.Remove("texts");
        used.Order().ShouldBe(texts.Keys.Order());
    }

    /// <summary>A text's name, in a page or in a script.</summary>
    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}|\btexts\.(?<name>\w+)")]
    private static partial Regex Names();

    /// <summary>What stands between tags, and in the attributes that are read.</summary>
    [GeneratedRegex(@">(?<text>[^<]+)<|(?:placeholder|aria-label|alt|title)=""(?<text>[^""]*)""")]
    private static partial Regex ReadInPages();

    /// <summary>Strings of several words, in code and not in comments.</summary>
    [GeneratedRegex(@"^(?! *(?:/?\*|//)).*?(?<quote>['""`])(?<text>(?:[A-Z]\w*[,:]? \w|\w+ \w+ \w|[^'""`]*…)[^'""`]*)\k<quote>", RegexOptions.Multiline)]
    private static partial Regex ReadInScripts();

    [GeneratedRegex(@"<p [^>]*>(?<text>[^<>]+)</p>")]
    private static partial Regex ReadInWarnings();

    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^\{\{\w+\}\}$")]
    private static partial Regex Mark();
}
