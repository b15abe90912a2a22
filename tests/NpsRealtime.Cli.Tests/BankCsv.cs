using System.Globalization;
using System.Text;
using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Tests;

/// <summary>A made-up file of the same shape as the public data set: people's names, two-digit years, and many rows that are equal.</summary>
internal sealed class BankCsv
{
    private static readonly string[] Markets = ["US", "UK", "MEX"];

    private readonly StringBuilder _text = new("ID,Market,Survey date,Customer Name,NPS\n");

    private BankCsv(int rows, ulong seed)
    {
        var random = SeededRandom.For(seed, rows);
        for (var row = 0; row < rows; row++)
        {
            var market = random.Pick(Markets);
            var day = new DateOnly(2021, 1, 1).AddDays(random.NextInt32(60));
            var score = random.NextInt32(11);
            ByMarket[market][score]++;
            ByScore[score]++;
            _text.Append(CultureInfo.InvariantCulture, $"{1000 + row},{market},{day:dd/MM/yy},\"Person, {row}\",{score}\n");
        }
    }

    public Dictionary<string, long[]> ByMarket { get; } = Markets.ToDictionary(market => market, _ => new long[11]);

    public long[] ByScore { get; } = new long[11];

    /// <summary>The options that map its columns, without an id.</summary>
    public static string[] Columns { get; } =
    [
        "--score", "NPS", "--channel", "=survey", "--touchpoint", "=bank", "--at", "Survey date", "--date-format", "dd/MM/yy",
        "--segment", "market=Market",
    ];

    public static BankCsv Make(int rows, ulong seed = 1) => new(rows, seed);

    public override string ToString() => _text.ToString();
}
