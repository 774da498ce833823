using System.Text;
using System.Text.Json.Nodes;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Tests.Writing;

/// <summary>Ways of spoiling a good body, each of which makes it one that must be refused.</summary>
internal static class MalformedBodies
{
    /// <summary>What no body may be as a whole.</summary>
    public static IEnumerable<(string Name, byte[] Body)> Whole(string good)
    {
        yield return ("empty", []);
        yield return ("blank", "  \r\n"u8.ToArray());
        yield return ("null", "null"u8.ToArray());
        yield return ("a list", Encoding.UTF8.GetBytes($"[{good}]"));
        yield return ("a string", "\"text\""u8.ToArray());
        yield return ("a number", "1e999999"u8.ToArray());
        yield return ("two documents", Encoding.UTF8.GetBytes(good + good));
        yield return ("cut off", Encoding.UTF8.GetBytes(good[..(good.Length / 2)]));
        yield return ("a comment", Encoding.UTF8.GetBytes("/* */" + good));
        yield return ("a trailing comma", Encoding.UTF8.GetBytes(good[..^1] + ",}"));
        yield return ("a NUL byte", [.. Encoding.UTF8.GetBytes(good), 0]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(good));
        yield return ("a byte order mark and nothing", [0xEF, 0xBB, 0xBF]);
        yield return ("invalid UTF-8 in a string", Encoding.Latin1.GetBytes(good[..^1] + ",\"note\":\"\u00ff\"}"));
        yield return ("an overlong form", [.. Encoding.UTF8.GetBytes(good[..^1] + ",\"x\":\""), 0xC0, 0x80, .. "\"}"u8]);
        yield return ("very deep", Encoding.UTF8.GetBytes(good[..^1] + ",\"note\":" + new string('[', 5_000) + new string(']', 5_000) + "}"));
        yield return ("deep objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"id\":", 5_000))));
        yield return ("an unknown field", Encoding.UTF8.GetBytes(good[..^1] + ",\"surprise\":1}"));
        yield return ("a field in another case", Encoding.UTF8.GetBytes(good.Replace("\"id\"", "\"ID\"", StringComparison.Ordinal)));
        yield return ("a name that is half a surrogate", Encoding.UTF8.GetBytes(good[..^1] + ",\"\\ud800\":1}"));
        yield return ("a name of NUL", Encoding.UTF8.GetBytes(good[..^1] + ",\"\\u0000\":1}"));
        yield return ("the id twice", Encoding.UTF8.GetBytes(good[..^1] + $",\"id\":\"{Guid.NewGuid()}\"}}"));
    }

    /// <summary>Each value of a body in turn, replaced by what can never stand there.</summary>
    /// <returns>What was done, the field as an answer names it, and the body.</returns>
    public static IEnumerable<(string Name, string Field, byte[] Body)> ByField(JsonObject good, Shape shape)
    {
        foreach (var path in Paths(good, []))
        {
            // A text may well be any of the strings that no other field can be, and a slug is a day's text as well.
            var applicable = Wrong
                .Concat(IsFreeText(shape, path) ? [] : WrongButForTexts)
                .Concat(IsMoment(Find(good, path)!) ? WrongDays : []);
            foreach (var (name, value) in applicable)
            {
                yield return ($"{FieldOf(path)}: {name}", FieldOf(path), Replaced(good, path, value));
            }
        }

        foreach (var path in Containers(good, []))
        {
            foreach (var (name, value) in Find(good, path) is JsonArray ? NoLists : NoObjects)
            {
                yield return ($"{FieldOf(path)}: {name}", FieldOf(path), Replaced(good, path, value));
            }
        }
    }

    /// <summary>Each field of a body in turn, named twice.</summary>
    public static IEnumerable<(string Name, byte[] Body)> NamedTwice(JsonObject good) =>
        Paths(good, []).Select(path => ($"{FieldOf(path)}: named twice", NamedTwice(good, path)));

    /// <summary>Each free text of a body in turn, replaced by one that is a text, but none that the rules allow.</summary>
    /// <returns>What was done, the code of the rule, and the body.</returns>
    public static IEnumerable<(string Name, string Code, byte[] Body)> ByText(JsonObject good, Shape shape) =>
        from path in Paths(good, [])
        where IsFreeText(shape, path)
        from text in TextsAgainstTheRules
        select ($"{FieldOf(path)}: {text.Name}", text.Code, Replaced(good, path, text.Json));

    private static readonly (string Name, string Json)[] Wrong =
    [
        ("an object", """{"a":{"b":[]}}"""),
        ("a list of lists", "[[[]]]"),
        ("a negative fraction", "-0.5"),
        ("a huge number", "1e400"),
        ("a number of a thousand digits", new string('9', 1_000)),
        ("a NUL", "\"\\u0000\""),
        ("a bell", "\"a\\u0007b\""),
        ("half a surrogate", "\"\\ud83d\""),
        ("the other half", "\"\\ude00 \\ud83d\""),
    ];

    private static readonly (string Name, string Code, string Json)[] TextsAgainstTheRules =
    [
        ("nothing", "text-empty", "\"\""),
        ("spaces", "text-empty", "\"   \""),
        ("a hundred thousand characters", "text-too-long", $"\"{new string('x', 100_000)}\""),
    ];

    private static readonly (string Name, string Json)[] NoLists =
        [("an object for a list", "{}"), ("a text for a list", "\"\""), ("a number for a list", "7"), ("a list of nulls", "[null]"), ("a list of lists", "[[]]")];

    private static readonly (string Name, string Json)[] NoObjects =
        [("a list for an object", "[]"), ("a text for an object", "\"\""), ("a number for an object", "7"), ("an unknown field in an object", """{"surprise":1}""")];

    private static readonly (string Name, string Json)[] WrongButForTexts =
    [
        ("nothing", "\"\""),
        ("spaces", "\"   \""),
        ("a hundred thousand characters", $"\"{new string('x', 100_000)}\""),
        ("a script", "\"<script>alert(1)</script>\""),
        ("SQL", "\"'; drop table ledger.event; --\""),
    ];

    private static readonly (string Name, string Json)[] WrongDays =
    [
        ("no such day", "\"2024-02-30\""),
        ("a day beyond", "\"9999-12-31\""),
        ("a local time", "\"2024-04-03T12:00:00\""),
        ("a leap second", "\"2024-12-31T23:59:60Z\""),
    ];

    private static bool IsFreeText(Shape shape, ReadOnlySpan<string> path)
    {
        var name = path[0];
        var rest = path[1..];
        if (!rest.IsEmpty && int.TryParse(rest[0], out _))
        {
            rest = rest[1..];
        }

        // The id beside the shape is none.
        return shape.Fields.SingleOrDefault(f => f.Name == name) is { } field
            && (rest.IsEmpty ? field.Type == typeof(string) : IsFreeText(Shape.Of(field.Type), rest));
    }

    private static string FieldOf(string[] path) =>
        string.Concat(path.Select((step, i) => int.TryParse(step, out _) ? $"[{step}]" : i == 0 ? step : $".{step}"));

    private static IEnumerable<string[]> Containers(JsonNode node, string[] path) => node switch
    {
        JsonObject fields => Itself(path).Concat(fields.SelectMany(f => Containers(f.Value!, [.. path, f.Key]))),
        JsonArray { Count: > 0 } list => Itself(path).Concat(Containers(list[0]!, [.. path, "0"])),
        JsonArray => Itself(path),
        _ => [],
    };

    private static IEnumerable<string[]> Itself(string[] path) => path.Length == 0 ? [] : [path];

    private static bool IsMoment(JsonNode value) => value.ToString().StartsWith("2024-", StringComparison.Ordinal);

    private static IEnumerable<string[]> Paths(JsonNode node, string[] path) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Paths(f.Value!, [.. path, f.Key])),
        JsonArray { Count: > 0 } list => Paths(list[0]!, [.. path, "0"]),
        JsonArray => [],
        null => [],
        _ => [path],
    };

    private static JsonNode? Find(JsonNode node, string[] path) =>
        path.Aggregate((JsonNode?)node, (at, step) => at is JsonArray list ? list[int.Parse(step)] : at![step]);

    // The value is put in as text: JsonNode would refuse to hold half of what is tried here.
    private static byte[] Replaced(JsonObject good, string[] path, string json)
    {
        const string Mark = "@@here@@";
        var copy = good.DeepClone().AsObject();
        var parent = Find(copy, path[..^1])!;
        if (parent is JsonArray list)
        {
            list[int.Parse(path[^1])] = Mark;
        }
        else
        {
            parent[path[^1]] = Mark;
        }

        return Encoding.UTF8.GetBytes(copy.ToJsonString().Replace($"\"{Mark}\"", json, StringComparison.Ordinal));
    }

    private static byte[] NamedTwice(JsonObject good, string[] path)
    {
        var name = path.Last(step => !int.TryParse(step, out _));
        var json = good.ToJsonString();
        var at = json.IndexOf($"\"{name}\":", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(json.Insert(at, $"\"{name}\":null,"));
    }
}
