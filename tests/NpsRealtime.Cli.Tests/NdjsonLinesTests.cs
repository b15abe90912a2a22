using System.Buffers;
using System.Text;
using NpsRealtime.Cli.Import;

namespace NpsRealtime.Cli.Tests;

public sealed class NdjsonLinesTests
{
    [Fact]
    public void Read_BlankLinesMarksAndNoLastLineEnd_GivesEveryLineWithItsNumber() =>
        ReadAll("\uFEFF{\"id\":1}\r\n\n  \n{\"id\":2}\n{\"id\":3}").ShouldBe(["1 {\"id\":1}\r", "4 {\"id\":2}", "5 {\"id\":3}"]);

    [Fact]
    public void Read_EndlessLine_IsRefusedAndTheNextOnesAreRead()
    {
        var lines = ReadAll("{\"id\":1}\n" + new string('x', 5_000_000) + "\n{\"id\":3}\n" + new string('y', 3_000_000));

        lines.ShouldBe(["1 {\"id\":1}", "2 refused", "3 {\"id\":3}", "4 refused"]);
    }

    [Fact]
    public void Tenant_OfAnExport_IsKnownBeforeTheFirstLine()
    {
        using var folder = new TempFolder();
        var file = folder.Write("x.ndjson", "{\"tenant\":{\"name\":\"acme\",\"label\":\"Acme\",\"timeZone\":\"Europe/Berlin\",\"idKey\":\"AAAA\"}}\n{\"id\":1}\n");
        using var lines = new NdjsonLines(file);

        lines.Tenant.ShouldBe(new ExportedTenant("acme", "Acme", "Europe/Berlin", "AAAA"));
        lines.Read(new ArrayBufferWriter<byte>(), out var line, out _).ShouldBeTrue();
        line.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    public void Read_NothingInIt_Ends(string text) => ReadAll(text).ShouldBeEmpty();

    private static List<string> ReadAll(string text)
    {
        using var folder = new TempFolder();
        using var lines = new NdjsonLines(folder.Write("x.ndjson", text));
        var all = new List<string>();
        while (true)
        {
            var output = new ArrayBufferWriter<byte>();
            if (!lines.Read(output, out var line, out var refused))
                return all;
            all.Add($"{line} {(refused is null ? Encoding.UTF8.GetString(output.WrittenSpan) : "refused")}");
        }
    }
}
