using FsCheck;
using FsCheck.Fluent;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tests.Support;

namespace NpsRealtime.Scoring.Tests.Keys;

/// <summary>What holds of every text whatever. FsCheck shrinks a counterexample.</summary>
public class SlugProperties
{
    /// <summary>Texts of pieces that are awkward on their own and worse together.</summary>
    private static readonly Arbitrary<string> AwkwardText = Arb.From(
        Gen.OneOf(
                Gen.Elements(
                    " ", "\t", "\u00A0", "\u3000", ".", "-", "_", "~", "/", "\0", "\uD83D", "\uDE00", "\u0301", "\u0308", "\u0338",
                    "\u0345", "\u00A8", "\u037A", "\u1FC1", "İ", "ı", "ß", "ẞ", "Σ", "ς", "ﬁ", "ﷺ", "Å", "K", "Ⅳ", "½", "①", "\u1100",
                    "\u1161", "\u11A8", "ﾊ", "ﾞ", "ก", "ำ", "ि", "न", "\u094D", "\u200D", "م", "\u0651", "\u064B", "𝓦", "𐐀", "ǅ", "Ꭰ"),
                Gen.Choose(0, 0xFFFF).Select(unit => ((char)unit).ToString()),
                Gen.Choose('a', 'z').Select(unit => ((char)unit).ToString()))
            .ListOf()
            .Select(string.Concat));

    [Fact]
    public void TryCreate_AnyText_NeverThrowsAndSaysWhyItRefuses() =>
        Check(AwkwardText, raw => Slug.TryCreate(raw, out var slug, out var fault) ? slug is not null && fault is null : fault is not null);

    [Fact]
    public void TryCreate_ItsOwnText_IsItself() =>
        Check(AwkwardText, raw => !Slug.TryCreate(raw, out var slug, out _)
            || (Slug.TryCreate(slug.Text, out var again, out _) && again.Text == slug.Text));

    [Fact]
    public void TryCreate_ItsOwnLabel_IsTheSameSlug() =>
        Check(AwkwardText, raw => !Slug.TryCreate(raw, out var slug, out _)
            || (Slug.TryCreate(slug.Label, out var again, out _) && again.Text == slug.Text && again.Label == slug.Label));

    [Fact]
    public void TryCreate_AnyAcceptedText_IsSafeInAnAddress() =>
        Check(AwkwardText, raw => !Slug.TryCreate(raw, out var slug, out _)
            || (slug.Text.Length is > 0 and <= Slug.LengthMax
                && slug.Text.IndexOfAny(['/', '\\', '~', '?', '#', '%', '*', '@', ' ', '\0']) < 0
                && slug.Text.Trim('.').Length > 0
                && WellFormedText.Is(slug.Text)));

    [Fact]
    public void TryCreate_UpperCaseOfALatinName_IsTheSameSlug() =>
        Check(ArbMap.Default.ArbFor<NonEmptyString>().Convert(text => string.Concat(text.Get.Where(char.IsAsciiLetter)), NonEmptyString.NewNonEmptyString), raw =>
            Slug.TryCreate(raw, out var lower, out _) == Slug.TryCreate(raw.ToUpperInvariant(), out var upper, out _)
            && Equals(lower, upper));

    private static void Check(Arbitrary<string> texts, Func<string, bool> property) =>
        Prop.ForAll(texts, property).Check(tests: 5_000);
}
