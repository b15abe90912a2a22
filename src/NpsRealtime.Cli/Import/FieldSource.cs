using NpsRealtime.Cli.CommandLine;

namespace NpsRealtime.Cli.Import;

/// <summary>Where one field of a response comes from: a column, or a constant that the command line gives.</summary>
internal sealed class FieldSource
{
    private readonly int _column;
    private readonly string? _constant;

    private FieldSource(int column, string? constant)
    {
        _column = column;
        _constant = constant;
    }

    /// <summary>Finds what the command line names; a value that begins with <c>=</c> is a constant.</summary>
    /// <param name="named">A column's name, or <c>=</c> and a constant.</param>
    /// <param name="header">The columns that there are.</param>
    /// <exception cref="CommandException">There is no such column, or more than one.</exception>
    public static FieldSource Find(string named, string[] header)
    {
        if (named.StartsWith('='))
            return new FieldSource(-1, named[1..]);
        foreach (var comparison in (StringComparison[])[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            var columns = Enumerable.Range(0, header.Length).Where(index => header[index].Trim().Equals(named.Trim(), comparison)).ToArray();
            if (columns.Length == 1)
                return new FieldSource(columns[0], null);
            if (columns.Length > 1)
                throw CommandException.Usage($"The file has {columns.Length} columns '{named}'; rename all but one.");
        }

        throw CommandException.Usage($"There is no column '{named}'; the columns are: {Names(header)}.");
    }

    /// <summary>Finds a field that every response has: as named, or in the column that bears the field's name.</summary>
    public static FieldSource Require(string? named, string option, string example, string[] header)
    {
        if (named is not null)
            return Find(named, header);
        var column = Array.FindIndex(header, name => name.Trim().Equals(option, StringComparison.OrdinalIgnoreCase));
        return column >= 0
            ? new FieldSource(column, null)
            : throw CommandException.Usage(
                $"Say where the {option} comes from: --{option} COLUMN, or --{option} ={example} when it is the same for all; "
                + $"the columns are: {Names(header)}.");
    }

    /// <summary>The field of a row, trimmed.</summary>
    public string Of(string[] row) => _constant ?? row[_column].Trim();

    private static string Names(string[] header) => string.Join(", ", header.Select(name => name.Trim()));
}
