using System.Globalization;
using System.Text;

namespace CaseLedger.LocalPostgres;

/// <summary>The settings of a private cluster, in a file of their own that <c>postgresql.conf</c> includes.</summary>
internal static class ClusterSettings
{
    public const string FileName = "caseledger.conf";

    // A receipt is given after commit: without these a commit may be lost or torn.
    private static readonly string[] Unconditional = ["fsync", "full_page_writes"];

    private static readonly (string Name, string Value)[] Defaults =
    [
        // One program on one machine, beside whatever else runs there.
        ("max_connections", "200"),
        ("shared_buffers", "256MB"),
        ("work_mem", "16MB"),
        ("maintenance_work_mem", "128MB"),
        // Imports and rebuilds come in bursts: room for one between two checkpoints.
        ("min_wal_size", "256MB"),
        ("max_wal_size", "2GB"),
        ("checkpoint_timeout", "15min"),
        ("random_page_cost", "1.1"),
        // Queries here are short; compiling them costs more than it saves.
        ("jit", "off"),
        ("timezone", "UTC"),
        ("cluster_name", "caseledger"),

        ("logging_collector", "off"),
        ("log_destination", "stderr"),
        ("log_timezone", "UTC"),
        // %e is the SQLSTATE, by which a start that failed is understood.
        ("log_line_prefix", "%m [%p] %e "),
        ("log_checkpoints", "off"),
        // The detail of an error may quote a row, and evidence must be erasable: it does not belong in a log.
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
    ];

    /// <exception cref="LocalPostgresException">A setting would make commits unsafe.</exception>
    public static void Check(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var name in settings.Keys.Where(name => Unconditional.Contains(name, StringComparer.OrdinalIgnoreCase)))
            throw new LocalPostgresException($"The setting {name} is not to be changed: what the ledger has acknowledged must survive a crash.");
    }

    public static async Task Write(
        string cluster, Endpoint endpoint, IReadOnlyDictionary<string, string> settings, ServerAccount account, CancellationToken ct)
    {
        (string, string)[] address = endpoint.IsSocket
            ?
            [
                ("listen_addresses", ""), ("unix_socket_directories", $"\"{endpoint.Host.Replace("\"", "\"\"", StringComparison.Ordinal)}\""),
                ("unix_socket_permissions", "0700"),
            ]
            : [("listen_addresses", endpoint.Host), ("unix_socket_directories", "")];
        var text = new StringBuilder("# Written by CaseLedger at every start. To change a setting, use ALTER SYSTEM, which goes before this file.\n");
        foreach (var (name, value) in Defaults
                     .Concat(Unconditional.Select(name => (name, "on")))
                     .Concat(address)
                     .Append(("port", endpoint.Port.ToString(CultureInfo.InvariantCulture)))
                     .Concat(settings.Select(setting => (setting.Key, setting.Value))))
        {
            // The last of several settings of one name is the one that counts.
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'\n");
        }

        var file = Path.Combine(cluster, FileName);
        await PrivateFile.Write(file, text.ToString(), ct);
        await account.Give(file, ct);
    }
}
