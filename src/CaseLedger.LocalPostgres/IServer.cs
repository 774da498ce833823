namespace CaseLedger.LocalPostgres;

/// <summary>A server that this process has started: under a shell that watches over it, or on Windows by <c>pg_ctl</c>.</summary>
internal interface IServer
{
    /// <summary>Completes when the server has ended, with what the starting command complained about, if anything. It never fails.</summary>
    Task<string> Ended { get; }

    /// <summary>Stops the server fast, and immediately after the time-out; returns when it has ended.</summary>
    Task Stop(TimeSpan fastTimeout);
}
