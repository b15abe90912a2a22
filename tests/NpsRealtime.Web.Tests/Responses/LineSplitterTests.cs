using System.Buffers;
using System.Text;
using NpsRealtime.Web.Responses;

namespace NpsRealtime.Web.Tests.Responses;

public class LineSplitterTests
{
    private const int LineBytesMax = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryRead_AnyTextInAnyPieces_FindsTheSameLinesAsSplit(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var text = RandomText(random);
            var expected = text.Split('\n').Select(line => line.Length > LineBytesMax ? null : line).ToList();
            if (expected[^1] is "")
                expected.RemoveAt(expected.Count - 1);
            Split(text, random).ShouldBe(expected, $"seed {seed}, round {round}: {text}");
        }
    }

    private static List<string?> Split(string text, Random random)
    {
        var splitter = new LineSplitter(LineBytesMax);
        var lines = new List<string?>();
        var waiting = new List<byte>();
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var sent = 0; ;)
        {
            var piece = Math.Min(random.Next(1, 12), bytes.Length - sent);
            waiting.AddRange(bytes.AsSpan(sent, piece));
            sent += piece;
            var buffer = new ReadOnlySequence<byte>([.. waiting]);
            while (splitter.TryRead(ref buffer, sent == bytes.Length, out var line))
                lines.Add(splitter.IsTooLong ? null : Encoding.UTF8.GetString(line));
            waiting = [.. buffer.ToArray()];
            waiting.Count.ShouldBeLessThanOrEqualTo(LineBytesMax);
            if (sent == bytes.Length)
                return lines;
        }
    }

    private static string RandomText(Random random) => new(
        [.. Enumerable.Range(0, random.Next(0, 120)).Select(_ => random.Next(12) == 0 ? '\n' : (char)random.Next('a', 'z'))]);
}
