namespace CaseLedger.LocalPostgres;

/// <summary>What lies where in a data directory.</summary>
internal sealed record DataLayout(string Root)
{
    /// <summary>PostgreSQL's own directory. It has this name only when it is whole.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    /// <summary>The cluster while it is being made.</summary>
    public string UnfinishedCluster => Path.Combine(Root, "cluster.new");

    /// <summary>The password of the superuser.</summary>
    public string Password => Path.Combine(Root, "password");

    /// <summary>PostgreSQL's log.</summary>
    public string Log => Path.Combine(Root, "postgres.log");

    /// <summary>The directory of the socket.</summary>
    public string Socket => Path.Combine(Root, "run");

    /// <summary>Held by the process whose data this is.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>Makes the data directory and takes its lock.</summary>
    /// <exception cref="LocalPostgresException">Another instance holds it, or it cannot be written.</exception>
    public FileLock Take()
    {
        try
        {
            PrivateFile.MakeDirectory(Root, passable: Environment.IsPrivilegedProcess);
            return FileLock.TryTake(Lock) ?? throw new LocalPostgresException(
                $"Another CaseLedger{(FileLock.Holder(Lock) is { } holder ? $" (process {holder})" : "")} is using the data directory {Root}. " +
                "Stop that one first, or give this one another data directory.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new LocalPostgresException(
                $"The data directory {Root} cannot be written by {Environment.UserName}: {e.Message} " +
                "If CaseLedger ran there under another account before, run it under that one again, or choose another data directory.", e);
        }
    }

    /// <summary>The major version that wrote the cluster; null when there is none yet.</summary>
    /// <exception cref="LocalPostgresException">There is one, and it cannot be read.</exception>
    public int? WrittenBy()
    {
        if (!Directory.Exists(Cluster))
            return null;
        try
        {
            var version = File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim();
            return int.Parse(version, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or FormatException)
        {
            throw new LocalPostgresException(
                $"{Cluster} is not a PostgreSQL cluster that {Environment.UserName} can read: {e.Message} Run CaseLedger under the account that made it, or choose another data directory.", e);
        }
    }
}
