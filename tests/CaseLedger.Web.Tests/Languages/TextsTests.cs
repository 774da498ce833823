using CaseLedger.Imports.Grids;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Discrepancies;
using CaseLedger.Domain.History;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Inbox;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Languages;
using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Tests.Languages;

public sealed partial class TextsTests
{
    // Keys that are made at run time, by what they begin with, and the closed list that follows.
    private static readonly Dictionary<string, IEnumerable<string>> Lists = new()
    {
        ["month."] = Enumerable.Range(1, 12).Select(month => $"{month}"),
        ["party."] = Words.All<Party>(),
        ["party-name."] = Words.All<Party>(),
        ["channel."] = Words.All<Channel>(),
        ["evidence."] = Words.All<EvidenceKind>(),
        ["evidence-file.type."] = Words.All<CaseLedger.Web.Evidence.FileType>(),
        ["status."] = Words.All<CaseStatus>(),
        ["measure."] = Words.All<Measure>(),
        ["source."] = Words.All<Source>(),
        ["change."] = Words.All<Change>(),
        ["standing."] = Words.All<Standing>(),
        ["statement-kind."] = Words.All<StatementKind>(),
        ["stance."] = Words.All<Stance>(),
        ["visibility."] = Words.All<Visibility>(),
        ["timeline.said."] = Words.All<StatementKind>(),
        ["timeline.promise."] = Words.All<CaseLedger.Domain.Duties.PromiseOutcome>(),
        ["cases-list.sort."] = Words.All<CaseLedger.Web.Cases.CaseOrder>(),
        ["role."] = Roles.ByWord.Keys,
        ["import.code."] = ImportCodes(),
        ["import.kind."] = Words.All<CaseLedger.Domain.Imports.ImportKind>(),
        ["import.state."] = Words.All<CaseLedger.Web.Imports.ImportStanding>(),
        ["file.role."] = Words.All<CaseLedger.Imports.Spreadsheets.ColumnRole>(),
        ["grid.fault."] = Words.All<GridFault>(),
        ["grid.skipped."] = Words.All<SkippedLine>(),
        ["grid.refusal."] = Words.All<GridRefusal>(),
        ["inbox.tab."] = Words.All<InboxTab>(),
        ["inbox.empty."] = Words.All<InboxTab>(),
        ["claim.isrc-fault."] = Words.All<IsrcFault>(),
        ["claim.isrc-note."] = Words.All<IsrcNote>(),
        ["casepage.part."] = [.. Words.All<CaseLedger.Web.Timeline.TimelinePart>(), "all", "none"],
        ["promise-outcome."] = Words.All<CaseLedger.Domain.Duties.PromiseOutcome>(),
        ["verdict."] = Words.All<ReadinessVerdict>(),
        ["resolution."] = CaseLedger.Web.Cases.ResolveCasePage.Usual,
        ["refusal."] = RefusalKinds.All.Select(kind => kind.Code),
        ["recorded-though."] = new[] { "one", "other" }.Select(number => $"{Warning.BeforeReleaseCode}.{number}"),
        ["duties.kind."] = [DutiesProjection.Promise, DutiesProjection.Request],
        ["incident.state."] = Words.All<IncidentStanding>(),
        ["incident.step."] = ["declared", "rescoped", "fixed"],
        ["incident.verdict."] = Words.All<GapAfterFix>(),
        ["operations.status."] = ["current", "behind", "failed"],
        ["profile.password-"] = ["short", "long", "common"],
    };

    // What importers give beside sentences: a code with its reason behind it, the faults of cells, and those of alternatives.
    private static IEnumerable<string> ImportCodes([CallerFilePath] string path = "")
    {
        var importers = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "src", "CaseLedger.Imports"));
        string[] formats = ["compound", "jpeg", "json", "pdf", "png", "unknown", "zip"];
        return Directory.GetFiles(importers, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .SelectMany(file => CodeAndReason().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Except(formats)
            .Concat(Words.All<GridFault>())
            .Concat(CaseLedger.Web.Imports.ImportWording.AroundReading)
            .Concat(["isrc-malformed", "resource-unknown"])
            .Distinct();
    }

    public static TheoryData<string> Others => [.. Language.All.Skip(1).Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Others))]
    public void EveryLanguage_HasTheKeysOfEnglish_WithTheSamePlaces(string code)
    {
        var (english, other) = (Texts.Of(Language.English), Texts.Of(Language.Find(code)!));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        foreach (var key in english.Keys)
        {
            Assert.True(Places(english, key).SetEquals(Places(other, key)), $"{code} {key}: other places than in English");
            Assert.False(string.IsNullOrWhiteSpace(Raw(other, key)), $"{code} {key} is empty");
        }
    }

    [Fact]
    public void EveryKey_ThatAPageUses_Exists()
    {
        var english = Texts.Of(Language.English);
        Assert.True(Used().Count() > 150);
        var plurals = Plurals().ToHashSet();
        var wanted = Used().Where(key => !plurals.Contains(key))
            .Concat(Lists.SelectMany(list => list.Value.Select(word => list.Key + word)))
            .Concat(Plurals().SelectMany(key => new[] { $"{key}.one", $"{key}.other" }));
        var missing = wanted.Distinct().Where(key => !english.Has(key)).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void EveryKey_IsUsed()
    {
        var used = Used().ToHashSet();
        var plurals = Plurals().ToHashSet();
        var unused = Texts.Of(Language.English).Keys.Where(key =>
            !used.Contains(key)
            && !(key.LastIndexOf('.') is > 0 and var dot && plurals.Contains(key[..dot]))
            && !Lists.Any(list => key.StartsWith(list.Key, StringComparison.Ordinal) && list.Value.Contains(key[list.Key.Length..]))
            && !key.StartsWith("notice.", StringComparison.Ordinal)).ToList();
        Assert.True(unused.Count == 0, string.Join(", ", unused));
    }

    [Fact]
    public void NoPage_SpeaksOfItself()
    {
        // Text between tags that is not made by Razor: words of a language that no other language gets.
        var spoken = Sources("*.cshtml").SelectMany(file => Literal().Matches(WithoutCode(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value.Trim())
            .Where(text => Letters().IsMatch(text) && text is not "CaseLedger" and not "· CaseLedger")
            .Select(text => $"{Path.GetFileName(file)}: {text}"));
        Assert.Empty(spoken);
    }

    [Theory]
    [InlineData("en", "1,234,567", "−5", "51.6%", "3 Apr 2024", "2 days", "1 day", "0 days")]
    [InlineData("it", "1.234.567", "−5", "51,6%", "3 apr 2024", "2 giorni", "1 giorno", "0 giorni")]
    [InlineData("de", "1.234.567", "−5", "51,6\u00A0%", "3. Apr. 2024", "2 Tage", "1 Tag", "0 Tage")]
    [InlineData("fr", "1\u202F234\u202F567", "−5", "51,6\u202F%", "3 avr. 2024", "2 jours", "1 jour", "0 jour")]
    public void NumbersAndDays_AreWrittenAsTheReaderWritesThem(
        string code, string count, string negative, string share, string day, string two, string one, string none)
    {
        var wording = new Wording(Language.Find(code)!);

        Assert.Equal(count, wording.Count(1_234_567));
        Assert.Equal(negative, wording.Count(-5));
        Assert.Equal(share, wording.Share(0.516));
        Assert.Equal(day, wording.Day(new(2024, 4, 3)));
        Assert.Equal([two, one, none], new decimal[] { 2, 1, 0 }.Select(n => wording.Plural("count.days", n)));
    }

    private static HashSet<string> Places(Texts texts, string key) => [.. Place().Matches(Raw(texts, key)).Select(match => match.Value)];

    // Without arguments the text comes as it stands.
    private static string Raw(Texts texts, string key) => texts[key];

    private static IEnumerable<string> Used() => All().SelectMany(text => Key().Matches(text)
        .SelectMany(match => Quoted().Matches(match.Groups[1].Value).Select(quoted => quoted.Groups[1].Value))
        .Concat(KeyAsValue().Matches(text).Select(match => match.Groups[1].Value)));

    private static IEnumerable<string> Plurals() => All().SelectMany(text => Plural().Matches(text)
        .SelectMany(match => Quoted().Matches(match.Groups[1].Value).Select(quoted => quoted.Groups[1].Value)));

    private static IEnumerable<string> All() => Sources("*.cshtml").Concat(Sources("*.cs")).Select(File.ReadAllText);

    private static IEnumerable<string> Sources(string pattern, [CallerFilePath] string path = "") =>
        Directory.GetFiles(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "src", "CaseLedger.Web")), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    // Without comments, and without @(…), whose brackets are counted.
    private static string WithoutCode(string page)
    {
        page = Comment().Replace(page, "").Replace("=>", "", StringComparison.Ordinal);
        while (page.IndexOf("@(", StringComparison.Ordinal) is >= 0 and var start)
        {
            var (end, depth) = (start + 2, 1);
            while (depth > 0)
            {
                depth += page[end] switch { '(' => 1, ')' => -1, _ => 0 };
                end++;
            }

            page = page.Remove(start, end - start);
        }

        return page;
    }

    // T["key"], T["key", …], T[so ? "key" : "key"]; the word before the bracket is what the code calls the words.
    [GeneratedRegex(@"\b(?:T|wording|_texts)\[((?:[^\[\]]|\[[^\]]*\])*?""[a-z][^\]]*)\]")]
    private static partial Regex Key();

    [GeneratedRegex(@"(?<!\$)""([a-z][a-z-]*(?:\.[a-z0-9-]+)+)""")]
    private static partial Regex Quoted();

    // Keys that travel as values: the names of pages and acts, what is wrong with a field.
    [GeneratedRegex(@"""((?:nav|form|act)\.[a-z-]+)""")]
    private static partial Regex KeyAsValue();

    [GeneratedRegex(@"Plural\(([^;]*?)\)")]
    private static partial Regex Plural();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@">([^<>@{}=;]*)</", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*)\",\\s*\\$?\"[A-Z'{]")]
    private static partial Regex CodeAndReason();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Letters();
}
