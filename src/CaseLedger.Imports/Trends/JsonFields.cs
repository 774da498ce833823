using System.Text;
using System.Text.Json;

namespace CaseLedger.Imports.Trends;

/// <summary>Reads some fields of a JSON object that stands in one line, without making an object or a text of it.</summary>
internal sealed class JsonFields
{
    private static readonly byte[] NoText = "{…}"u8.ToArray();

    private readonly string[] names;
    private readonly (byte[] Parent, byte[] Name)[] paths;
    private readonly byte[][] parents;
    private readonly bool[] hasParent;
    private readonly Slot[] slots;
    private byte[] scratch = [];
    private int scratched;

    /// <summary>Says which fields.</summary>
    /// <param name="paths">Their names; of one within an object both names with a point between, as <c>streams.total</c>.</param>
    public JsonFields(params ReadOnlySpan<string> paths)
    {
        names = [.. paths];
        this.paths = [.. names.Select(Split)];
        parents = [.. names.Where(name => name.Contains('.', StringComparison.Ordinal)).Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Distinct().Select(Encoding.UTF8.GetBytes)];
        hasParent = new bool[parents.Length];
        slots = new Slot[names.Length];
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <returns>What is wrong with it as a whole, or null.</returns>
    public CellFault? Read(ReadOnlySpan<byte> line)
    {
        slots.AsSpan().Clear();
        hasParent.AsSpan().Clear();
        scratched = 0;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new(null, "json-malformed", "The line is no JSON object.", "Write one object in each line, from brace to brace.");
            }

            if (ReadObject(ref reader, []) is { } twice)
            {
                return twice;
            }

            // Throws where anything but blanks follows.
            reader.Read();
            return null;
        }
        catch (JsonException e)
        {
            return new(null, "json-malformed", $"The line is no JSON: it breaks off at byte {e.BytePositionInLine}.", "Write one whole object in each line.");
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 that makes no character is found only when the text is taken.
            return new(null, "json-malformed", "The line holds an escape that is no character.", "Write the characters themselves, in UTF-8.");
        }
    }

    /// <summary>Whether the line has a field, be it null.</summary>
    public bool Has(int index) => slots[index].IsPresent;

    /// <summary>The text of a field; empty where it is null or absent.</summary>
    /// <param name="index">Which, as the paths were given.</param>
    /// <param name="line">The same line again.</param>
    public ReadOnlySpan<byte> Text(int index, ReadOnlySpan<byte> line) => slots[index] switch
    {
        { IsNoText: true } => NoText,
        { IsScratch: true } slot => scratch.AsSpan(slot.Start, slot.Length),
        var slot => line.Slice(slot.Start, slot.Length),
    };

    private static CellFault Twice(string name) => new(name, "field-twice", $"The object has '{name}' twice.", "Write each field once.");

    private static (byte[] Parent, byte[] Name) Split(string path)
    {
        var point = path.IndexOf('.', StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(path[..Math.Max(point, 0)]), Encoding.UTF8.GetBytes(path[(point + 1)..]));
    }

    private CellFault? ReadObject(ref Utf8JsonReader reader, byte[] parent)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Find(ref reader, parent);
            var within = parent.Length == 0 ? FindParent(ref reader) : -1;
            if (within >= 0 && hasParent[within])
            {
                return Twice(Encoding.UTF8.GetString(parents[within]));
            }

            reader.Read();
            if (within >= 0)
            {
                hasParent[within] = true;
            }

            if (within >= 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                if (ReadObject(ref reader, parents[within]) is { } twice)
                {
                    return twice;
                }
            }
            else if (index < 0)
            {
                reader.Skip();
            }
            else if (slots[index].IsPresent)
            {
                return Twice(names[index]);
            }
            else
            {
                slots[index] = Take(ref reader);
            }
        }

        return null;
    }

    private int Find(ref Utf8JsonReader reader, byte[] parent)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            if (parent.AsSpan().SequenceEqual(paths[i].Parent) && reader.ValueTextEquals(paths[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private int FindParent(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < parents.Length; i++)
        {
            if (reader.ValueTextEquals(parents[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private Slot Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return new(IsPresent: true);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return new(IsPresent: true, IsNoText: true);
            case JsonTokenType.String when reader.ValueIsEscaped:
                if (scratch.Length < scratched + reader.ValueSpan.Length)
                {
                    Array.Resize(ref scratch, scratched + reader.ValueSpan.Length);
                }

                var length = reader.CopyString(scratch.AsSpan(scratched));
                scratched += length;
                return new(scratched - length, length, IsPresent: true, IsScratch: true);
            case JsonTokenType.String:
                return new((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, IsPresent: true);
            default:
                return new((int)reader.TokenStartIndex, reader.ValueSpan.Length, IsPresent: true);
        }
    }

    private readonly record struct Slot(int Start = 0, int Length = 0, bool IsPresent = false, bool IsScratch = false, bool IsNoText = false);
}
