using Npgsql;

namespace NpsRealtime.Storage.Postgres;

/// <summary>Short forms for commands with positional parameters.</summary>
internal static class PostgresCommands
{
    /// <summary>A command with its parameters, <c>$1</c> first.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string text, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    /// <summary>Adds a command with its parameters to a batch, all of which travels in one round trip.</summary>
    public static void Add(this NpgsqlBatch batch, string text, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        batch.BatchCommands.Add(command);
    }

    /// <summary>Reads every row.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAllAsync(read, cancellation);
    }

    /// <summary>Reads every row of the present result.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(cancellation))
            all.Add(read(rows));
        return all;
    }

    public static string? TextAt(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
