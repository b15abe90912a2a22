using Npgsql;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Storage.Postgres;

/// <summary>The connections of a store, kept for reuse, each with the settings that the write path relies on.</summary>
internal sealed class PostgresSessions : IAsyncDisposable
{
    private const int CommandSeconds = 5;
    private const int Attempts = 3;

    // What the operator says stands.
    private static readonly (string Name, object Value)[] Defaults =
    [
        ("Timeout", CommandSeconds),
        ("Maximum Pool Size", 20),
        ("Cancellation Timeout", 1_000),
        ("TCP Keepalive", true),
        ("Keepalive", 5),
        ("Max Auto Prepare", 64),
        ("Auto Prepare Min Usages", 2),
    ];

    private readonly NpgsqlDataSource _source;
    private readonly string _settings;

    /// <exception cref="StartupException">The connection string or the schema's name is malformed.</exception>
    public PostgresSessions(string connectionString, string schema, string application = "NpsRealtime")
    {
        _settings = $"""
            set search_path = "{schema}";
            set default_transaction_isolation = 'read committed';
            set statement_timeout = '{CommandSeconds}s';
            set lock_timeout = '2s';
            set idle_in_transaction_session_timeout = '10s';
            set tcp_keepalives_idle = 5;
            set tcp_keepalives_interval = 2;
            set tcp_keepalives_count = 3;
            set tcp_user_timeout = '10s';
            set client_connection_check_interval = '2s';
            set plan_cache_mode = force_generic_plan;
            set jit = off;
            set enable_memoize = off;
            set client_min_messages = warning;
            select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')
            """;
        try
        {
            var builder = new NpgsqlDataSourceBuilder(Complete(connectionString, application));
            builder.UsePhysicalConnectionInitializer(Initialize, InitializeAsync);
            _source = builder.Build();
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or NotSupportedException)
        {
            throw new StartupException(
                $"The connection string of --Store:Postgres is malformed: {failure.Message} Write it like \"Host=localhost;Database=nps;Username=nps;Password=…\".", failure);
        }
    }

    /// <summary>Where the connections come from.</summary>
    public NpgsqlDataSource Source => _source;

    /// <summary>Opens a connection.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => _source.OpenConnectionAsync(cancellation);

    /// <summary>
    /// Runs work that may be done again without harm: reads, and writes that come out the same. A connection that has died
    /// while it was kept is replaced without a word; a database that is away is a <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isOpen = false;
            try
            {
                await using var connection = await OpenAsync(cancellation);
                isOpen = true;
                return await work(connection);
            }
            catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure))
            {
                var isStale = isOpen && failure is NpgsqlException { InnerException: not TimeoutException } and not PostgresException
                    or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown };
                if (attempt == Attempts || (!isStale && !PostgresFaults.IsWorthRepeating(failure)))
                    throw PostgresFaults.Of(failure);
            }
        }
    }

    /// <summary>Keeps none of the connections that there are: what happened to one, such as a failover, may have happened to all.</summary>
    public void Renew() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string Complete(string connectionString, string application)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.ApplicationName ??= application;
        foreach (var (name, value) in Defaults)
        {
            // ContainsKey says yes to whatever could be there.
            if (!builder.ShouldSerialize(name))
                builder[name] = value;
        }

        builder.CommandTimeout = CommandSeconds + 1;
        builder.Multiplexing = false;

        // It would be a parameter of the session's beginning, which PgBouncer refuses, and each session sets its own.
        builder.SearchPath = null;

        // Nothing is set in a session but what every session has, so there is nothing to reset.
        builder.NoResetOnClose = true;

        // The details of an error may hold a comment or a customer's id, which must not get into logs.
        builder.IncludeErrorDetail = false;
        return builder.ToString();
    }

    private void Initialize(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(_settings, connection);
        command.ExecuteNonQuery();
    }

    private async Task InitializeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(_settings, connection);
        await command.ExecuteNonQueryAsync();
    }
}
