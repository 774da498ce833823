using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace CaseLedger.Web.Http;

/// <summary>An argument of an endpoint that may turn out malformed; <see cref="RefuseMalformed"/> answers for it.</summary>
internal interface IReadArgument
{
    /// <summary>The problem to answer with; null where the argument is good.</summary>
    Problem? Wrong { get; }
}

/// <summary>What a write carries: the id chosen by the caller, and the body beside it.</summary>
/// <typeparam name="T">The record whose constructor is the body's shape.</typeparam>
internal sealed class Body<T> : IReadArgument, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private Body(Guid id, T value) => (Id, _value) = (id, value);

    private Body(Problem wrong) => Wrong = wrong;

    /// <inheritdoc/>
    public Problem? Wrong { get; }

    /// <summary>The id of the event that this request asks for.</summary>
    public Guid Id { get; }

    /// <summary>The body.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body is malformed: the endpoint lacks the filter that answers for it.");

    /// <inheritdoc/>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (document, wrong) = await JsonBody.Read(context.Request, context.RequestAborted);
        if (document is null)
        {
            return new(wrong!);
        }

        using (document)
        {
            var faults = new Faults();
            var value = (T?)Shape.Of(typeof(T)).Read(document.RootElement, "", faults, beside: IdempotencyId.Field);
            var id = IdempotencyId.Read(context.Request, document.RootElement, faults);
            if (!faults.None)
            {
                return new(Problems.Malformed(faults));
            }

            Remarks.Note(context, Shape.Of(typeof(T)), document.RootElement);
            return new(id, value!);
        }
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyShape(Shape.Of(typeof(T))));
}

/// <summary>On an endpoint: the shape of its body.</summary>
internal sealed record BodyShape(Shape Shape);

/// <summary>On an endpoint: the shape of its query.</summary>
internal sealed record QueryShape(Shape Shape);

/// <summary>The parameters of a read's address.</summary>
/// <typeparam name="T">The record whose constructor is the query's shape.</typeparam>
internal sealed class Query<T> : IReadArgument, IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private Query(T? value, Problem? wrong) => (_value, Wrong) = (value, wrong);

    /// <inheritdoc/>
    public Problem? Wrong { get; }

    /// <summary>The parameters.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The query is malformed: the endpoint lacks the filter that answers for it.");

    /// <inheritdoc/>
    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var faults = new Faults();
        var value = (T?)Shape.Of(typeof(T)).Read(context.Request.Query, faults);
        return ValueTask.FromResult<Query<T>?>(new(value, faults.None ? null : Problems.Malformed(faults)));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryShape(Shape.Of(typeof(T))));
}

/// <summary>Answers for an argument that could not be read, so that no endpoint has to.</summary>
internal sealed class RefuseMalformed : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is IReadArgument { Wrong: { } wrong })
            {
                return ValueTask.FromResult<object?>(wrong);
            }
        }

        return next(context);
    }
}

/// <summary>The query of a read that has no parameters: any at all is an error.</summary>
internal sealed record NoQuery;
