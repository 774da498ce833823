using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>A server setting on which "acknowledged means durable" rests.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Value">Its value in this session.</param>
public sealed record DurabilitySetting(string Name, string Value)
{
    /// <summary>Whether an acknowledged append is safe under this value.</summary>
    public bool IsSafe => Value != "off";
}

/// <summary>A server setting under which an acknowledged append can be lost.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Value">Its value in this session.</param>
/// <param name="Why">What it can lose.</param>
public sealed record UnsafeSetting(string Name, string Value, string Why);

/// <summary>"Acknowledged means durable" holds only where the server keeps its part.</summary>
/// <remarks>Source: PostgreSQL documentation, "Write Ahead Log" settings.</remarks>
public static class DurabilitySettings
{
    private static readonly (string Name, string Why)[] Needed =
    [
        ("fsync", "a crash of the machine can lose acknowledged events and corrupt the database"),
        ("full_page_writes", "a crash of the machine can leave half-written pages behind"),
        ("synchronous_commit", "a crash can lose events that were acknowledged a moment before"),
    ];

    /// <summary>The settings, as the running product's sessions see them, by name.</summary>
    /// <param name="dataSource">The runtime connection.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<IReadOnlyList<DurabilitySetting>> Read(
        NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("select name, setting from pg_settings where name = any ($1) order by name");
        command.Parameters.Add(new() { Value = Needed.Select(n => n.Name).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var settings = new List<DurabilitySetting>();
        while (await reader.ReadAsync(cancellationToken))
        {
            settings.Add(new(reader.GetString(0), reader.GetString(1)));
        }

        return settings;
    }

    /// <summary>The settings that are off, as the running product's sessions see them; empty when all is well.</summary>
    /// <param name="dataSource">The runtime connection.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<IReadOnlyList<UnsafeSetting>> FindUnsafe(
        NpgsqlDataSource dataSource, CancellationToken cancellationToken = default) =>
        [.. from setting in await Read(dataSource, cancellationToken)
            where !setting.IsSafe
            select new UnsafeSetting(setting.Name, setting.Value, Needed.Single(n => n.Name == setting.Name).Why)];
}
