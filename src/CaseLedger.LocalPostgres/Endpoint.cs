using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace CaseLedger.LocalPostgres;

/// <summary>Where a private cluster listens.</summary>
/// <param name="Host">The directory of the socket, or 127.0.0.1.</param>
/// <param name="Port">The port; with a socket, the number in its name.</param>
/// <param name="IsSocket">Whether it is a Unix socket.</param>
internal sealed record Endpoint(string Host, int Port, bool IsSocket)
{
    /// <summary>The database that every cluster has for connections that are about no particular one.</summary>
    public const string MaintenanceDatabase = "postgres";

    private const int SocketNumber = 5432;

    /// <summary>The socket in a directory, or loopback where there can be none.</summary>
    public static Endpoint Choose(string socketDirectory, ClusterListen listen, int? loopbackPort) =>
        listen == ClusterListen.Socket && !OperatingSystem.IsWindows() && FitsSocket(socketDirectory)
            ? new(socketDirectory, SocketNumber, IsSocket: true)
            : new(IPAddress.Loopback.ToString(), loopbackPort ?? FreePort(), IsSocket: false);

    /// <summary>A login as the superuser.</summary>
    public NpgsqlConnectionStringBuilder Login(string password, string database) => new()
    {
        Host = Host,
        Port = Port,
        Username = LocalCluster.Superuser,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    // sun_path holds 108 bytes on Linux and 104 on macOS and BSD, a closing zero included; and Npgsql reads a comma or
    // colon in a host as several hosts or a port.
    private static bool FitsSocket(string directory) =>
        directory.AsSpan().IndexOfAny(',', ':') < 0 &&
        Encoding.UTF8.GetByteCount(Path.Combine(directory, $".s.PGSQL.{SocketNumber}")) < (OperatingSystem.IsLinux() ? 108 : 104);

    /// <summary>Whether somebody else has the port at this moment.</summary>
    public bool IsTaken()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Parse(Host), Port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
