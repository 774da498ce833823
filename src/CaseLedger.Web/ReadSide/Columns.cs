using CaseLedger.Domain;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.ReadSide;

/// <summary>The domain's values as columns of the read tables, and back.</summary>
internal static class Columns
{
    /// <summary>A moment; whole microseconds, as PostgreSQL keeps them.</summary>
    public static DateTime Column(this Instant instant) => instant.ToDateTimeUtc();

    /// <summary>A moment that may be absent.</summary>
    public static DateTime? Column(this Instant? instant) => instant?.ToDateTimeUtc();

    /// <summary>A UTC day.</summary>
    public static DateOnly Column(this Day day) => day.Date.ToDateOnly();

    /// <summary>A UTC day that may be absent.</summary>
    public static DateOnly? Column(this Day? day) => day?.Date.ToDateOnly();

    /// <summary>The first of the two columns of a moment of observation: set where the instant is known.</summary>
    public static DateTime? AtColumn(this Observed observed) => (observed as Observed.At)?.Instant.ToDateTimeUtc();

    /// <summary>The second: set where only the day is known. Neither is set where nothing is.</summary>
    public static DateOnly? OnColumn(this Observed observed) => (observed as Observed.On)?.Day.Column();

    /// <summary>Reads a day.</summary>
    public static Day GetDay(this NpgsqlDataReader row, int column) => new(LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(column)));

    /// <summary>Reads a day that may be absent.</summary>
    public static Day? GetDayOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDay(column);

    /// <summary>Reads a moment.</summary>
    public static Instant GetInstant(this NpgsqlDataReader row, int column) => Instant.FromDateTimeUtc(row.GetDateTime(column));

    /// <summary>Reads a moment that may be absent.</summary>
    public static Instant? GetInstantOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInstant(column);

    /// <summary>Reads a text that may be absent.</summary>
    public static string? GetTextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Reads an account that may be absent.</summary>
    public static AccountId? GetAccountOrNull(this NpgsqlDataReader row, int column) =>
        row.GetTextOrNull(column) is { } account ? AccountId.Parse(account) : null;

    /// <summary>Reads an id that may be absent.</summary>
    public static Guid? GetIdOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    /// <summary>Reads a word of a closed list.</summary>
    public static TEnum GetWord<TEnum>(this NpgsqlDataReader row, int column)
        where TEnum : struct, Enum =>
        Words.TryParse<TEnum>(row.GetString(column), out var member)
            ? member
            : throw new InvalidOperationException($"A read table holds a word that is no {typeof(TEnum).Name}.");

    /// <summary>Reads a word of a closed list that may be absent.</summary>
    public static TEnum? GetWordOrNull<TEnum>(this NpgsqlDataReader row, int column)
        where TEnum : struct, Enum => row.IsDBNull(column) ? null : row.GetWord<TEnum>(column);

    /// <summary>Reads a moment of observation from three columns: instant, day, approximate.</summary>
    public static Observed GetObserved(this NpgsqlDataReader row, int firstColumn)
    {
        Observed observed = !row.IsDBNull(firstColumn) ? new Observed.At(row.GetInstant(firstColumn))
            : !row.IsDBNull(firstColumn + 1) ? new Observed.On(row.GetDay(firstColumn + 1))
            : new Observed.Unknown();
        return row.GetBoolean(firstColumn + 2) ? observed with { Approximate = true } : observed;
    }
}
