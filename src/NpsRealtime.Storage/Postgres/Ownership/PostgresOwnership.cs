using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Storage.Postgres.Ownership;

/// <summary>
/// The ownership of a store: a session advisory lock on a connection of its own, which the server gives back when that connection
/// ends. A local engine holds it alone; the members of a cluster share it, and the store remembers whose cluster it is. When the
/// connection is lost the lock is taken again; until then the store refuses to serve.
/// </summary>
internal sealed class PostgresOwnership : IAsyncDisposable
{
    private const string IsHeld = """
        select exists (
            select from pg_locks where locktype = 'advisory' and objsubid = 1 and granted and pid = pg_backend_pid()
                and classid = ($1 >> 32 & 4294967295)::oid and objid = ($1 & 4294967295)::oid)
        """;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan JoinMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly PostgresSessions _sessions;
    private readonly string _schema;
    private readonly string _clusterId;
    private readonly long _lock;
    private readonly TimeProvider _time;
    private Task _holding = Task.CompletedTask;
    private bool _isDisposed;
    private volatile string? _fault = "The database is not open.";

    /// <param name="sessions">Where connections come from.</param>
    /// <param name="schema">The schema that holds the store; another schema is another store.</param>
    /// <param name="clusterId">The cluster that this process belongs to; null for a local engine, which shares with nobody.</param>
    /// <param name="time">For waiting.</param>
    public PostgresOwnership(PostgresSessions sessions, string schema, string? clusterId, TimeProvider time)
    {
        _sessions = sessions;
        _schema = schema;
        _clusterId = clusterId ?? "";
        _lock = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("NpsRealtime store " + schema)));
        _time = time;
    }

    /// <summary>Takes the ownership, brings the schema up to date, and begins to hold.</summary>
    /// <exception cref="StartupException">Somebody else has it, or the schema does not suit this program.</exception>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        var connection = await _sessions.OpenAsync(cancellation);
        try
        {
            if (!await PostgresSessionProof.IsOwnAsync(_sessions, connection, cancellation))
                throw new StartupException(PostgresSessionProof.Refusal);
            if (!await TryTakeSoonAsync(connection, cancellation))
            {
                throw new StartupException(
                    $"The database {connection.Database} on {connection.Host} is in use by another server. Stop that one, or name another database with --Store:Postgres, or another schema with --Store:PostgresSchema.");
            }
        }
        catch
        {
            await ReleaseAsync(connection);
            throw;
        }

        _fault = null;
        _holding = HoldAsync(connection);
    }

    /// <summary>Why the ownership is not held now; null while it is.</summary>
    public string? Fault => _fault;

    /// <summary>Whether the ownership is held now.</summary>
    /// <exception cref="StoreUnavailableException">It is lost and not yet taken again.</exception>
    public void Demand()
    {
        if (_fault is { } fault)
            throw new StoreUnavailableException(fault);
    }

    public async ValueTask DisposeAsync()
    {
        // A host closes its store in its own time, and its container once more.
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _fault = "The database is closed.";
        await _stopping.CancelAsync();
        await _holding;
        _stopping.Dispose();
    }

    /// <summary>A member of a cluster may meet another one that brings the schema up to date just now, alone.</summary>
    private async Task<bool> TryTakeSoonAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        while (!await TryTakeAsync(connection, isFirst: true, cancellation))
        {
            if (_clusterId.Length == 0 || _time.GetElapsedTime(began) > JoinMax)
                return false;
            await Task.Delay(RetryInterval, _time, cancellation);
        }

        return true;
    }

    private async Task HoldAsync(NpgsqlConnection connection)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(connection);
                _fault = "The lock on the database was lost, though its connection lives: a pooler or a failover gave that another session.";
            }
            catch (Exception failure) when (failure is OperationCanceledException || PostgresFaults.IsOfDatabase(failure))
            {
                if (_stopping.IsCancellationRequested)
                    break;
                _fault = $"The connection that holds the database's ownership was lost: {failure.Message}";
            }

            _sessions.Renew();
            await connection.DisposeAsync();
            if (await TakeAgainAsync() is not { } again)
                return;
            connection = again;
        }

        await ReleaseAsync(connection);
    }

    /// <summary>Returns when the session has no lock any more; throws when the connection or this process ends.</summary>
    private async Task WatchAsync(NpgsqlConnection connection)
    {
        do
        {
            // Waiting for a notification that nobody sends notices at once when the server ends the connection; asking now and
            // then also notices a network that has gone silent, and a session that is another one.
            await connection.WaitAsync(ProbeInterval, _stopping.Token);
        }
        while (await AskAsync(connection, IsHeld, _stopping.Token));
    }

    private async Task<NpgsqlConnection?> TakeAgainAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = await _sessions.OpenAsync(_stopping.Token);
                if (!await PostgresSessionProof.IsOwnAsync(_sessions, connection, _stopping.Token))
                {
                    _fault = PostgresSessionProof.Refusal;
                }
                else if (await TryTakeAsync(connection, isFirst: false, _stopping.Token))
                {
                    _fault = null;
                    return connection;
                }
                else
                {
                    _fault = "Another server has taken the database meanwhile.";
                }
            }
            catch (Exception failure) when (failure is OperationCanceledException || PostgresFaults.IsOfDatabase(failure))
            {
                _fault = $"The database can't be reached now: {failure.Message}";
            }

            if (connection is not null)
                await connection.DisposeAsync();
            await PauseAsync();
        }

        return null;
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(RetryInterval, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller looks whether this process is stopping.
        }
    }

    private async Task<bool> TryTakeAsync(NpgsqlConnection connection, bool isFirst, CancellationToken cancellation)
    {
        if (await AskAsync(connection, "select pg_try_advisory_lock($1)", cancellation))
        {
            if (isFirst)
                await PostgresSchema.ApplyAsync(connection, _schema, "Postgres", cancellation);
            await NameOwnerAsync(connection, cancellation);
            if (_clusterId.Length > 0)
            {
                // Both are held for a moment, so that nobody else comes in between.
                await AskAsync(connection, "select pg_try_advisory_lock_shared($1)", cancellation);
                await AskAsync(connection, "select pg_advisory_unlock($1)", cancellation);
            }

            return true;
        }

        return _clusterId.Length > 0
            && await AskAsync(connection, "select pg_try_advisory_lock_shared($1)", cancellation)
            && await JoinAsync(connection, isFirst, cancellation);
    }

    private async Task<bool> JoinAsync(NpgsqlConnection connection, bool isFirst, CancellationToken cancellation)
    {
        await using var owner = new NpgsqlCommand("select cluster_id from owner", connection);
        if (_clusterId.Equals(await owner.ExecuteScalarAsync(cancellation)))
        {
            if (isFirst)
                await PostgresSchema.ApplyAsync(connection, _schema, "Postgres", cancellation);
            return true;
        }

        await AskAsync(connection, "select pg_advisory_unlock_shared($1)", cancellation);
        return false;
    }

    private async Task NameOwnerAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update owner set cluster_id = $1", connection) { Parameters = { new() { Value = _clusterId } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<bool> AskAsync(NpgsqlConnection connection, string question, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(question, connection) { Parameters = { new() { Value = _lock } } };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Gives the locks back in so many words, since a connection that is kept for reuse would keep it.</summary>
    private static async Task ReleaseAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var unlock = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await unlock.ExecuteNonQueryAsync();
        }
        catch (Exception failure) when (failure is InvalidOperationException || PostgresFaults.IsOfDatabase(failure))
        {
            // The server has given it back already: it ended the connection, perhaps just before this process began to stop.
        }

        await connection.DisposeAsync();
    }
}
