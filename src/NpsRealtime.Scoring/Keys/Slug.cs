using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NpsRealtime.Scoring.Keys;

/// <summary>
/// The normal form of a name: Unicode NFKC, trimmed, lower-case, spaces to <c>-</c>; letters, marks and digits of any script
/// plus <c>. _ -</c>; never only dots; at most 64 characters. <c>Web Chat</c> and <c>web chat</c> are the same slug.
/// </summary>
public sealed class Slug : IEquatable<Slug>
{
    /// <summary>The most characters (UTF-16 code units) that a slug has.</summary>
    public const int LengthMax = 64;

    /// <summary>The name under which values beyond a limit are counted. No sender can write it, since a slug holds no tilde.</summary>
    public static readonly Slug Other = new("~other", "Other");

    private const int RawLengthMax = 256;
    private const int CacheMax = 20_000;

    private static readonly ConcurrentDictionary<string, Slug> Cache = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Slug>.AlternateLookup<ReadOnlySpan<char>> CacheBySpan =
        Cache.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    // Every response looks some of its names up, so that each is hashed once.
    private readonly int _hash;

    private Slug(string text, string label)
    {
        Text = text;
        Label = label;
        _hash = text.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The normal form.</summary>
    public string Text { get; }

    /// <summary>The spelling as it was sent, trimmed.</summary>
    public string Label { get; }

    /// <summary>Makes a slug of a name as somebody wrote it.</summary>
    /// <param name="raw">The name as it was sent.</param>
    /// <param name="slug">The slug, or null.</param>
    /// <param name="fault">What is wrong with the name, as the end of a sentence that begins with the field's name; or null.</param>
    public static bool TryCreate(ReadOnlySpan<char> raw, [NotNullWhen(true)] out Slug? slug, out string? fault)
    {
        fault = null;
        if (CacheBySpan.TryGetValue(raw, out slug))
            return true;
        fault = Normalise(raw, out slug);
        if (fault is not null)
            return false;
        if (Cache.Count < CacheMax)
            Cache.TryAdd(raw.ToString(), slug!);
        return slug is not null;
    }

    /// <summary>A slug that another node has made of a name: it is not looked at again.</summary>
    public static Slug Made(string text, string label) =>
        Cache.TryGetValue(label, out var known) && known.Text == text ? known : new Slug(text, label);

    public bool Equals(Slug? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Text == other.Text);

    public override bool Equals(object? obj) => Equals(obj as Slug);

    public override int GetHashCode() => _hash;

    public override string ToString() => Text;

    private static string? Normalise(ReadOnlySpan<char> raw, out Slug? slug)
    {
        slug = null;
        if (raw.Length > RawLengthMax)
            return $"is longer than {LengthMax} characters";
        var sent = raw.ToString();
        if (!WellFormedText.Is(sent))
            return "holds a NUL or half a surrogate pair";
        if (sent.Contains('\uFFFE', StringComparison.Ordinal))
            return Forbidden(0xFFFE); // The framework's normalisation throws on this one alone.

        // Joiners only shape the letters around them, in Persian and Hindi names for example; a name is the same without them.
        var joined = sent.Replace("\u200C", "", StringComparison.Ordinal).Replace("\u200D", "", StringComparison.Ordinal);
        var text = joined.Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        if (text.Length == 0)
            return "is empty";
        text = SpacesToHyphens(text);
        if (text.Length > LengthMax)
            return $"is longer than {LengthMax} characters";
        if (!text.AsSpan().ContainsAnyExcept('.'))
            return "is nothing but dots";
        if (text.AsSpan().ContainsAnyExcept(PlainCharacters) && FirstForbidden(text) is { } rune)
            return Forbidden(rune.Value);
        slug = new Slug(text, sent.Trim());
        return null;
    }

    private static string Forbidden(int codePoint) =>
        $"holds the character U+{codePoint:X4}; allowed are letters, marks and digits of any script, spaces and . _ -";

    private static string SpacesToHyphens(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var character in text)
            builder.Append(char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator ? '-' : character);
        return builder.ToString();
    }

    private static Rune? FirstForbidden(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsAllowed(rune))
                return rune;
        }

        return null;
    }

    private static bool IsAllowed(Rune rune) => rune.Value is '.' or '_' or '-' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or
        UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
