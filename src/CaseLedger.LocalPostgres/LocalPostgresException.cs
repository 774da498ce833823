namespace CaseLedger.LocalPostgres;

/// <summary>
/// The private PostgreSQL could not be found, fetched, started or stopped. The message is written for the person who
/// started the program: it names the directory or command concerned and says what to do.
/// </summary>
public sealed class LocalPostgresException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public LocalPostgresException()
    {
    }

    /// <summary>Makes the exception with a message for the person who started the program.</summary>
    public LocalPostgresException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and what led to it.</summary>
    public LocalPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
