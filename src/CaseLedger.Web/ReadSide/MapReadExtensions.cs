using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using NodaTime;

namespace CaseLedger.Web.ReadSide;

/// <summary>What read endpoints have in common.</summary>
internal static class MapReadExtensions
{
    /// <summary>Maps a read.</summary>
    /// <typeparam name="TAnswer">What it answers with, for the OpenAPI document.</typeparam>
    /// <param name="routes">The slice's group.</param>
    /// <param name="pattern">The address within it.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="roles">Who may.</param>
    /// <param name="summary">What it shows, for the OpenAPI document.</param>
    /// <param name="contentType">JSON unless given.</param>
    public static RouteHandlerBuilder MapRead<TAnswer>(
        this RouteGroupBuilder routes, string pattern, Delegate handler, Role roles, string summary, string? contentType = null) =>
        routes.MapGet(pattern, handler).For(roles).WithSummary(summary).Produces<TAnswer>(contentType: contentType);

    /// <summary>A moment of observation as answers write it: the same form in which requests do.</summary>
    public static ObservedBody Shown(this Observed observed) => new(
        (observed as Observed.At)?.Instant,
        (observed as Observed.On)?.Day,
        observed is Observed.Unknown ? true : null,
        observed.Approximate ? true : null);

    /// <summary>The last instant that a moment given as a bound includes: of a day, its last.</summary>
    public static Instant? AsBound(this Moment? moment) => moment?.Observed switch
    {
        Observed.At at => at.Instant,
        Observed.On on => on.Day.LastMoment,
        _ => null,
    };
}
