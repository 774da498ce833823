using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using CaseLedger.Domain;

namespace CaseLedger.Web.Http;

/// <summary>
/// The fields of a body or query, taken from the constructor of the record that holds it: the record is the one place
/// where a request's shape is written; strict reading and the OpenAPI document both follow it.
/// </summary>
/// <remarks>
/// The framework's own reader stops at its first error, and accepts what a ledger should not (a field named twice, a
/// lone surrogate); this one says everything that is wrong, field by field, and never throws at a body.
/// </remarks>
internal sealed class Shape
{
    private static readonly ConcurrentDictionary<Type, Shape> Known = new();

    private readonly ConstructorInfo _constructor;

    private Shape(Type type)
    {
        _constructor = type.GetConstructors().Single();
        // One context a constructor: it is not safe for use by several threads.
        var nullability = new NullabilityInfoContext();
        Fields = [.. _constructor.GetParameters().Select(p => FieldOf(p, nullability))];
    }

    /// <summary>The fields in the order written.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The shape of a record type.</summary>
    public static Shape Of(Type type) => Known.GetOrAdd(type, t => new(t));

    /// <summary>Reads an object; null, with faults noted, where it is not of this shape.</summary>
    /// <param name="element">The JSON element.</param>
    /// <param name="path">Where it is; empty for the body as a whole.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="beside">The name of a field that the caller reads itself.</param>
    public object? Read(JsonElement element, string path, Faults faults, string? beside = null)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Expected(path.Length == 0 ? "$" : path, "an object", Describe(element));
            return null;
        }

        var before = faults.Count;
        var given = Properties(element, path, faults, beside);
        var values = new object?[Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = Fields[i];
            var at = Join(path, field.Name);
            var there = given.TryGetValue(field.Name, out var value);
            if (!there || value.ValueKind == JsonValueKind.Null)
            {
                if (!field.IsOptional || (field.MustBeWritten && !there))
                {
                    faults.Expected(at, field.Expected, there ? "null" : "nothing");
                }
            }
            else
            {
                values[i] = field.IsList ? ReadList(field, value, at, faults) : ReadOne(field.Type, value, at, faults);
            }
        }

        if (faults.Count > before)
        {
            return null;
        }

        var read = _constructor.Invoke(values);
        (read as IChecked)?.Check(path, faults);
        return faults.Count == before ? read : null;
    }

    /// <summary>Reads a query; null, with faults noted, where it is not of this shape.</summary>
    public object? Read(IQueryCollection query, Faults faults)
    {
        var before = faults.Count;
        foreach (var name in query.Keys.Where(n => Fields.All(f => f.Name != n)))
        {
            faults.Add(name, Unknown("parameter"));
        }

        var values = new object?[Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = Fields[i];
            var given = query[field.Name];
            if (given.Count > 1)
            {
                faults.Expected(field.Name, field.Expected, "more than one");
            }
            else if (given.Count == 0 || string.IsNullOrEmpty(given[0]))
            {
                if (!field.IsOptional)
                {
                    faults.Expected(field.Name, field.Expected, "nothing");
                }
            }
            else
            {
                values[i] = ReadText(Vocabulary.Find(field.Type)!, given[0]!, field.Name, faults);
            }
        }

        return faults.Count == before ? _constructor.Invoke(values) : null;
    }

    /// <summary>Reads a scalar from its text, noting a fault where it is none.</summary>
    public static object? ReadText(Scalar scalar, string text, string path, Faults faults)
    {
        if (text.Any(IsForbidden))
        {
            faults.Add(path, "holds a control character");
            return null;
        }

        if (scalar.Read(text, out var value, out var why))
        {
            return value;
        }

        var got = scalar.Kind == JsonValueKind.String ? $"\"{text}\"" : text;
        faults.Expected(path, scalar.Expected, got);
        if (why is not null)
        {
            faults.Add(path, why);
        }

        return null;
    }

    private Dictionary<string, JsonElement> Properties(JsonElement element, string path, Faults faults, string? beside)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) is not { } name)
            {
                faults.Add(path.Length == 0 ? "$" : path, "a field's name is not valid Unicode");
            }
            else if (name != beside && Fields.All(f => f.Name != name))
            {
                faults.Add(Join(path, Printable(name)), Unknown("field"));
            }
            else if (!given.TryAdd(name, property.Value))
            {
                faults.Add(Join(path, name), "is named more than once");
            }
        }

        return given;
    }

    private string Unknown(string what) =>
        $"is an unknown {what}; known are {string.Join(", ", Fields.Select(f => f.Name))}";

    private static IList? ReadList(Field field, JsonElement value, string path, Faults faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Expected(path, "a list", Describe(value));
            return null;
        }

        var length = value.GetArrayLength();
        if (length > Field.MostElements)
        {
            faults.Expected(path, $"at most {Field.MostElements} elements", length.ToString());
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(field.Type), length)!;
        var i = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (ReadOne(field.Type, element, $"{path}[{i++}]", faults) is { } read)
            {
                list.Add(read);
            }
        }

        return list;
    }

    /// <summary>Reads a scalar or an object of a known shape.</summary>
    public static object? ReadOne(Type type, JsonElement value, string path, Faults faults)
    {
        if (Vocabulary.Find(type) is not { } scalar)
        {
            return Of(type).Read(value, path, faults);
        }

        var kind = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
        if (kind != scalar.Kind)
        {
            faults.Expected(path, scalar.Expected, Describe(value));
            return null;
        }

        if ((kind == JsonValueKind.String ? StringOf(value) : value.GetRawText()) is not { } text)
        {
            faults.Add(path, "is not valid Unicode (half of a surrogate pair)");
            return null;
        }

        return ReadText(scalar, text, path, faults);
    }

    private static Field FieldOf(ParameterInfo parameter, NullabilityInfoContext nullability)
    {
        var underlying = Nullable.GetUnderlyingType(parameter.ParameterType);
        var type = underlying ?? parameter.ParameterType;
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        return new(
            JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!),
            isList ? type.GetGenericArguments()[0] : type,
            isList,
            underlying is not null || nullability.Create(parameter).WriteState == NullabilityState.Nullable,
            parameter.IsDefined(typeof(WrittenEvenIfNullAttribute)))
        {
            MostItems = parameter.GetCustomAttribute<AtMostAttribute>()?.Count ?? Limits.Items,
        };
    }

    /// <summary>The path of a field within an object.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "a string",
        _ => element.GetRawText(),
    };

    // The reader accepts \ud800 alone and only refuses to make a string of it.
    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A field's name; null where it is not valid Unicode.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Printable(string name) =>
        new([.. name.Take(40).Select(c => char.IsControl(c) ? '?' : c)]);

    // PostgreSQL's text knows no NUL, and no quote, name or note needs the others.
    private static bool IsForbidden(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');
}
