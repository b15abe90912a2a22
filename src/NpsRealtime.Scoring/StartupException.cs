namespace NpsRealtime.Scoring;

/// <summary>
/// The program can't start, for a reason that an operator can do something about: the database belongs to another process, its
/// schema is newer, an option is wrong. The message is a whole sentence for people that says what to do; a host prints it
/// alone, without a stack trace, and exits with code 1.
/// </summary>
public sealed class StartupException : Exception
{
    public StartupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
