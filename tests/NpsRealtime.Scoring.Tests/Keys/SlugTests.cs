using System.Globalization;
using System.Text;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tests.Keys;

public class SlugTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("Web Chat", "web-chat")]
    [InlineData("  Web Chat\t", "web-chat")]
    [InlineData("web  chat", "web--chat")]
    [InlineData("a.b_c-1", "a.b_c-1")]
    [InlineData("Straße", "straße")]
    [InlineData("ÉCOLE", "école")]
    [InlineData("E\u0301cole", "école")] // a combining acute accent becomes one with its letter
    [InlineData("ＷＥＢ　１２", "web-12")] // full-width letters, digits and the ideographic space
    [InlineData("ﬁne", "fine")] // a ligature
    [InlineData("x²", "x2")]
    [InlineData("①", "1")]
    [InlineData("\u212Bngstrom", "ångstrom")] // the Ångström sign
    [InlineData("Ⅳ", "iv")] // a Roman numeral
    [InlineData("web\u00A0chat", "web-chat")] // a no-break space
    [InlineData("हिन्दी समर्थन", "हिन्दी-समर्थन")]
    [InlineData("ช่องทาง", "ช\u0E48องทาง")]
    [InlineData("خدمة العملاء", "خدمة-العملاء")]
    [InlineData("٣٤", "٣٤")] // Arabic-Indic digits are digits
    [InlineData("支払い", "支払い")]
    [InlineData("고객센터", "고객센터")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφοσ")]
    [InlineData("𝓦𝓮𝓫", "web")] // mathematical script letters, outside the basic plane
    [InlineData("𐐀", "𐐨")] // a Deseret capital, two code units
    [InlineData("...a", "...a")]
    [InlineData("-", "-")]
    public void TryCreate_NameOfAnyScript_GivesItsNormalForm(string raw, string expected)
    {
        Slug.TryCreate(raw, out var slug, out var fault).ShouldBeTrue(fault);
        slug!.Text.ShouldBe(expected);
        slug.ToString().ShouldBe(expected);
        slug.Label.ShouldBe(raw.Trim());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("\u00A0\u3000\t", "empty")]
    [InlineData(".", "dots")]
    [InlineData("..", "dots")]
    [InlineData(" ... ", "dots")]
    [InlineData("\u2026", "dots")] // an ellipsis is three dots once it is normalised
    [InlineData("\u2025", "dots")]
    [InlineData("a/b", "U+002F")]
    [InlineData("a\\b", "U+005C")]
    [InlineData("~other", "U+007E")]
    [InlineData("a~b", "U+007E")]
    [InlineData("℀", "U+002F")] // "account of" normalises to a/c
    [InlineData("a\nb", "U+000A")]
    [InlineData("a\tb", "U+0009")]
    [InlineData("a\u0007b", "U+0007")]
    [InlineData("a\u200Bb", "U+200B")] // zero-width space
    [InlineData("a\u202Eb", "U+202E")] // right-to-left override
    [InlineData("a?b", "U+003F")]
    [InlineData("a%2Fb", "U+0025")]
    [InlineData("50%", "U+0025")]
    [InlineData("<b>", "U+003C")]
    [InlineData("😀", "U+1F600")]
    [InlineData("a\u2028b", "U+2028")] // a line separator is no space
    [InlineData("a\0b", "NUL")]
    [InlineData("a\uFFFFb", "U+FFFF")]
    [InlineData("a\uFFFEb", "U+FFFE")]
    [InlineData("a\uE000b", "U+E000")] // private use
    public void TryCreate_ForbiddenName_SaysWhy(string raw, string why)
    {
        Slug.TryCreate(raw, out var slug, out var fault).ShouldBeFalse();
        slug.ShouldBeNull();
        fault.ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public void TryCreate_LoneSurrogate_SaysWhy()
    {
        foreach (var raw in new[] { "a\uD800b", "\uDC00", "ab\uD83D", "\uDE00\uD83D" })
        {
            Slug.TryCreate(raw, out _, out var fault).ShouldBeFalse();
            fault.ShouldNotBeNull().ShouldContain("half a surrogate pair");
        }
    }

    [Fact]
    public void TryCreate_SixtyFourCharacters_IsTheMost()
    {
        Slug.TryCreate(new string('a', 64), out _, out _).ShouldBeTrue();
        Slug.TryCreate(new string('a', 65), out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull().ShouldContain("64");
        Slug.TryCreate(new string('a', 10_000), out _, out fault).ShouldBeFalse();
        fault.ShouldNotBeNull().ShouldContain("64");
        Slug.TryCreate("   " + new string('a', 64) + "   ", out _, out _).ShouldBeTrue("spaces around a name do not count");
    }

    [Fact]
    public void TryCreate_LengthChangesInNormalisation_CountsTheNormalForm()
    {
        Slug.TryCreate(string.Concat(Enumerable.Repeat("e\u0301", 64)), out var slug, out _).ShouldBeTrue();
        slug!.Text.Length.ShouldBe(64);
        Slug.TryCreate(string.Concat(Enumerable.Repeat("\uFB03", 22)), out _, out _).ShouldBeFalse("22 ligatures are 66 letters");
    }

    [Fact]
    public void TryCreate_TwoSpellings_AreEqualAndKeepTheirLabels()
    {
        Slug.TryCreate("Web Chat", out var first, out _).ShouldBeTrue();
        Slug.TryCreate("web chat", out var second, out _).ShouldBeTrue();
        first.ShouldBe(second);
        first!.GetHashCode().ShouldBe(second!.GetHashCode());
        (first.Label, second.Label).ShouldBe(("Web Chat", "web chat"));
    }

    [Fact]
    public void Other_IsWhatNoSenderCanWrite()
    {
        Slug.Other.Text.ShouldBe("~other");
        Slug.TryCreate(Slug.Other.Text, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryCreate_MoreNamesThanAreRemembered_StillWorks()
    {
        for (var index = 0; index < 21_000; index++)
        {
            Slug.TryCreate($"Name {index}", out var slug, out _).ShouldBeTrue();
            slug!.Text.ShouldBe($"name-{index}");
        }
    }

    [Fact]
    public void TryCreate_EverySingleCharacter_IsIdempotent()
    {
        var failures = new List<string>();
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune) || (IsDull(rune) && !Seeded.IsLong))
                continue;
            foreach (var raw in new[] { rune.ToString(), $"x{rune}", $"{rune}x", $"\u0308{rune}\u0301" })
            {
                if (!Slug.TryCreate(raw, out var slug, out _))
                    continue;
                if (!Slug.TryCreate(slug.Text, out var again, out var fault) || again.Text != slug.Text)
                    failures.Add($"U+{value:X4}: {Codes(slug.Text)} becomes {Codes(again?.Text ?? fault!)}");
            }
        }

        failures.ShouldBeEmpty();
    }

    /// <summary>Characters that stand for themselves and come by the ten thousand: ideographs, Hangul, and what is not assigned.</summary>
    private static bool IsDull(Rune rune) =>
        rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xAC10 and <= 0xD7A3) or (>= 0x12000 and <= 0x1BFFF) or (>= 0x20000 and <= 0x2F7FF)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    private static string Codes(string text) => string.Join(' ', text.Select(unit => $"{(int)unit:X4}"));
    [Theory]
    [InlineData("می\u200Cخواهم", "میخواهم")]
    [InlineData("क\u094D\u200Dष", "क्ष")]
    public void TryCreate_Joiners_AreLeftOutOfTheNormalForm(string raw, string expected)
    {
        Slug.TryCreate(raw, out var slug, out _).ShouldBeTrue();
        slug.ShouldNotBeNull().Text.ShouldBe(expected);
        slug.Label.ShouldBe(raw);
    }
}
