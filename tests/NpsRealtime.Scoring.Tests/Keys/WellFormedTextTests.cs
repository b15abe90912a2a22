using System.Text;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Scoring.Tests.Keys;

public class WellFormedTextTests
{
    [Fact]
    public void Is_AnyText_AgreesWithAStrictEncoder() => Seeded.Run(random =>
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        char[] alphabet = ['a', 'é', '\uD83D', '\uDE00', '\uD800', '\uDFFF', '\uE000', '\0'];
        for (var step = 0; step < 20_000; step++)
        {
            var text = string.Concat(random.GetItems(alphabet[..random.Next(1, alphabet.Length + 1)], random.Next(0, 6)));
            WellFormedText.Is(text).ShouldBe(IsEncodable(text) && !text.Contains('\0'), string.Join(' ', text.Select(unit => (int)unit)));
        }

        bool IsEncodable(string text)
        {
            try
            {
                return strict.GetByteCount(text) >= 0;
            }
            catch (EncoderFallbackException)
            {
                return false;
            }
        }
    });
}
