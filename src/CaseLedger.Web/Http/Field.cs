using CaseLedger.Domain;

namespace CaseLedger.Web.Http;

/// <summary>One field of a body or query: its name, and what belongs in it.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Type">The CLR type, without <see cref="Nullable{T}"/>; of a list, the element's.</param>
/// <param name="IsList">The field is a list of that type.</param>
/// <param name="IsOptional">It may be left out (or null).</param>
/// <param name="MustBeWritten">It may be null, but must be there.</param>
internal sealed record Field(string Name, Type Type, bool IsList, bool IsOptional, bool MustBeWritten)
{
    /// <summary>The most elements of a list that are read; a rule of the domain may draw the line earlier.</summary>
    public const int MostElements = 2_000;

    /// <summary>The most elements of a list that the domain takes; more are read, so that it can say what it refuses.</summary>
    public int MostItems { get; init; } = Limits.Items;

    /// <summary>What belongs in the field, in words.</summary>
    public string Expected => IsList ? "a list" : Vocabulary.Find(Type)?.Expected ?? "an object";
}

/// <summary>How many elements of a list the rules of the domain take, where that is not <see cref="Limits.Items"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AtMostAttribute(int count) : Attribute
{
    /// <summary>How many.</summary>
    public int Count => count;
}

/// <summary>A field that has to be written even where it is null: here null is an answer ("not received").</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class WrittenEvenIfNullAttribute : Attribute;
