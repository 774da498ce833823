using Npgsql;

namespace CaseLedger.Web.Hosting;

/// <summary>
/// A note in the data directory of how the server that runs there reaches its private PostgreSQL, so that the verbs
/// (<c>token create</c>, <c>audit</c>) work beside it instead of having to wait until it is stopped.
/// </summary>
/// <remarks>It holds the cluster's password, which stands in the same directory under the same protection.</remarks>
internal static class RunningServer
{
    private const string FileName = "running-server";

    /// <summary>Leaves the note.</summary>
    public static async Task Announce(string directory, string connectionString, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(Path.Combine(directory, FileName), options);
        await file.WriteAsync(connectionString.AsMemory(), cancellationToken);
    }

    /// <summary>Takes the note away.</summary>
    public static void Retract(string directory) => File.Delete(Path.Combine(directory, FileName));

    /// <summary>How to reach the PostgreSQL of the server that runs on a directory; null where none does.</summary>
    public static async Task<string?> Find(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var connectionString = await File.ReadAllTextAsync(path, cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return connectionString;
        }
        catch (NpgsqlException)
        {
            // Left behind by a server that was killed: nobody answers, so the directory is free.
            return null;
        }
    }
}
