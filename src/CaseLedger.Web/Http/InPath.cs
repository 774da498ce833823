using System.Reflection;
using CaseLedger.Domain;

namespace CaseLedger.Web.Http;

/// <summary>A value in the address, such as the recording of <c>/cases/{isrc}</c>, in any form that a person writes it.</summary>
/// <typeparam name="T">The value's type, which the vocabulary knows.</typeparam>
internal abstract class InPath<T> : IReadArgument
    where T : notnull
{
    private readonly object? _value;

    private protected InPath(HttpContext context, string name)
    {
        var faults = new Faults();
        _value = Shape.ReadText(Vocabulary.Find(typeof(T))!, (string?)context.GetRouteValue(name) ?? "", name, faults);
        Wrong = faults.None ? null : Problems.Malformed(faults);
    }

    /// <inheritdoc/>
    public Problem? Wrong { get; }

    /// <summary>The value.</summary>
    public T Value => (T)(_value
        ?? throw new InvalidOperationException("The address is malformed: the endpoint lacks the filter that answers for it."));
}

/// <summary>The recording of <c>/cases/{isrc}</c>.</summary>
internal sealed class IsrcInPath : InPath<Isrc>, IBindableFromHttpContext<IsrcInPath>
{
    private IsrcInPath(HttpContext context)
        : base(context, "isrc") => Remarks.Note(context, "isrc", (string?)context.GetRouteValue("isrc"));

    /// <inheritdoc/>
    public static ValueTask<IsrcInPath?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<IsrcInPath?>(new(context));
}

/// <summary>The incident of <c>/incidents/{slug}</c>.</summary>
internal sealed class IncidentInPath : InPath<Slug>, IBindableFromHttpContext<IncidentInPath>
{
    private IncidentInPath(HttpContext context)
        : base(context, "incident")
    {
    }

    /// <inheritdoc/>
    public static ValueTask<IncidentInPath?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<IncidentInPath?>(new(context));
}

/// <summary>The day of <c>/cases/{isrc}/days/{day}</c>.</summary>
internal sealed class DayInPath : InPath<Day>, IBindableFromHttpContext<DayInPath>
{
    private DayInPath(HttpContext context)
        : base(context, "day")
    {
    }

    /// <inheritdoc/>
    public static ValueTask<DayInPath?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<DayInPath?>(new(context));
}

/// <summary>The request of <c>/cases/{isrc}/requests/{requestId}</c>.</summary>
internal sealed class RequestInPath : InPath<Guid>, IBindableFromHttpContext<RequestInPath>
{
    private RequestInPath(HttpContext context)
        : base(context, "requestId")
    {
    }

    /// <inheritdoc/>
    public static ValueTask<RequestInPath?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<RequestInPath?>(new(context));
}

/// <summary>The promise of <c>/cases/{isrc}/promises/{promiseId}</c>.</summary>
internal sealed class PromiseInPath : InPath<Guid>, IBindableFromHttpContext<PromiseInPath>
{
    private PromiseInPath(HttpContext context)
        : base(context, "promiseId")
    {
    }

    /// <inheritdoc/>
    public static ValueTask<PromiseInPath?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<PromiseInPath?>(new(context));
}

/// <summary>The import of <c>/imports/{id}</c>.</summary>
internal sealed class ImportInPath : InPath<Guid>, IBindableFromHttpContext<ImportInPath>
{
    private ImportInPath(HttpContext context)
        : base(context, "id")
    {
    }

    /// <inheritdoc/>
    public static ValueTask<ImportInPath?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<ImportInPath?>(new(context));
}
