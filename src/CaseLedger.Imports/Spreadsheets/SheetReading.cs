using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Preview;
using NodaTime;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Judges the rows of a table: what each says, what is doubtful about it, what adds nothing.</summary>
internal sealed class SheetReading
{
    private const string DayOrderQuestion = "day-order";
    private const string ThousandsQuestion = "thousands";
    private const string Yes = "yes";
    private const string No = "no";

    private static readonly ColumnRole[] Sources = [ColumnRole.ArtistDashboard, ColumnRole.Trends];

    private readonly Sheet _sheet;
    private readonly SheetLayout _layout;
    private readonly IReadOnlyList<SheetColumn> _columns;
    private readonly Dictionary<string, string> _choices;
    private readonly Dictionary<ColumnRole, int> _at = [];
    private readonly DayOrder? _order;
    private readonly bool? _thousands;
    private readonly Instant _seen;
    private readonly Instant _now;
    private readonly List<PreviewSkip> _skipped = [];

    /// <summary>Begins to read a table.</summary>
    public SheetReading(Sheet sheet, ImportRequest request)
    {
        _sheet = sheet;
        _choices = [];
        foreach (var choice in request.Start.Choices ?? [])
        {
            _choices.TryAdd(choice.Name, choice.Value);
        }

        _layout = request.Start.Kind == ImportKind.S4aSongTimeline ? SheetLayout.OfTimeline(sheet) : SheetLayout.Of(sheet);
        _columns = Decided(_layout.Columns);
        foreach (var (column, i) in _columns.Select((column, i) => (column, i)).Where(pair => pair.column.Role != ColumnRole.Ignore))
        {
            _at.TryAdd(column.Role, PositionOf(_layout.Columns[i]));
        }

        _order = Words.TryParse<DayOrder>(_choices.GetValueOrDefault(DayOrderQuestion), out var order) ? order : null;
        _thousands = _choices.GetValueOrDefault(ThousandsQuestion) switch { Yes => true, No => false, _ => null };
        _now = request.Now;
        _seen = (request.Start.Observed ?? new Observed.Unknown()).LatestPossible(request.Now);
    }

    /// <summary>Reads it.</summary>
    public SheetPreview Preview()
    {
        if (S4aHeaders.FaultOf(_layout.Names) is { } fault)
        {
            return SheetPreview.Refused(fault);
        }

        var questions = ColumnQuestions();
        foreach (var line in _layout.Lines.Take(_layout.Start))
        {
            Skip(line, "header");
        }

        var (rows, days, asked) = _at.ContainsKey(ColumnRole.Day) && Sources.Any(_at.ContainsKey) ? Rows() : ([], [], []);
        questions.AddRange(asked);
        var settled = Settled(rows);
        return new(
            settled.Count == 0 && questions.Count == 0 ? Nothing() : null,
            _sheet.Name,
            _sheet.Names,
            _layout.DaysAcross,
            _columns,
            settled,
            [.. _skipped.OrderBy(skip => skip.Line)],
            questions);
    }

    // The file holds days and numbers, but none stand together: nothing would be recorded, and nobody would know why.
    private static FileFault Nothing() => new("nothing", "No row has a day and a number.", "Send a table with a column of days and a column of streams.");

    private int PositionOf(SheetColumn column) =>
        _layout.DaysAcross ? _sheet.Lines.Select((line, i) => (line, i)).First(pair => pair.line.Line == column.Number).i : column.Number - 1;

    // What a person decided comes first, and no guess takes a role that was given away.
    private SheetColumn[] Decided(IReadOnlyList<SheetColumn> columns)
    {
        var chosen = columns.Select(column => Words.TryParse<ColumnRole>(_choices.GetValueOrDefault(column.Choice), out var role) ? role : (ColumnRole?)null).ToArray();
        return
        [
            .. columns.Select((column, i) => chosen[i] is { } role ? column with { Role = role, IsCertain = true }
                : column.Role != ColumnRole.Ignore && chosen.Contains(column.Role) ? column with { Role = ColumnRole.Ignore }
                : column),
        ];
    }

    private List<ImportQuestion> ColumnQuestions()
    {
        var open = _columns.Where(column => !column.IsCertain || IsTwice(column)).ToArray();
        if (open.Length == 0 && !(_at.ContainsKey(ColumnRole.Day) && Sources.Any(_at.ContainsKey)))
        {
            open = [.. _columns.Where(column => column.Filled > 0 && column.Role != ColumnRole.Day)];
        }

        return [.. open.Select(column => column.Question)];
    }

    private bool IsTwice(SheetColumn column) => column.Role != ColumnRole.Ignore && _columns.Count(other => other.Role == column.Role) > 1;

    private (List<PreviewRow> Rows, GridDay[] Days, List<ImportQuestion> Questions) Rows()
    {
        var candidates = _layout.Lines.Skip(_layout.Start).Where(IsCandidate).ToArray();
        var columns = Sources.Where(_at.ContainsKey).ToDictionary(
            source => source,
            source => new CountColumn([.. candidates.Select(line => CountOf(line, source)).Where(cell => cell.Kind == CellKind.Text).Select(cell => cell.Text)], _thousands));
        var days = candidates.Select(line => DayOf(line) is var cell && cell.Kind == CellKind.Number && _sheet.CountsFrom1904
            ? new GridDay(null, GridFault.DayUnreadable)
            : GridDay.Read(cell.Text, _order)).ToArray();
        var rows = candidates.Select((line, i) => RowOf(line, days[i], columns)).ToList();
        return (rows, days, [.. DayQuestion(rows, days), .. ThousandsQuestions(rows)]);
    }

    private bool IsCandidate(SheetLine line)
    {
        if (_choices.GetValueOrDefault($"skip-{line.Line}") == Yes)
        {
            return Skip(line, "left-out");
        }

        var day = DayOf(line).Text;
        var isCorrected = _choices.ContainsKey(DayChoice(line));
        if (!isCorrected && !SheetDays.IsDay(new(day, CellKind.Text)) && (HeaderWords.IsTotal(day) || (day.Length == 0 && line.Cells.Any(cell => HeaderWords.IsTotal(cell.Text)))))
        {
            return Skip(line, "total");
        }

        if (!isCorrected && HeaderWords.IsDay(day) && !Sources.Any(source => SheetDays.IsNumber(CountOf(line, source))))
        {
            return Skip(line, "header");
        }

        return Sources.Any(source => !GridLines.IsNoNumber(CountOf(line, source).Text)) || Skip(line, "no-number");
    }

    private bool Skip(SheetLine line, string why)
    {
        _skipped.Add(new(line.Line, line.Raw, why));
        return false;
    }

    private static string DayChoice(SheetLine line) => $"day-{line.Line}";

    // Two numbers in a row need two names.
    private static string CountChoice(SheetLine line, ColumnRole source) => source == ColumnRole.Trends ? $"trends-{line.Line}" : $"count-{line.Line}";

    private SheetCell DayOf(SheetLine line) => Corrected(DayChoice(line), line[_at[ColumnRole.Day]]);

    private SheetCell CountOf(SheetLine line, ColumnRole source) =>
        _at.TryGetValue(source, out var at) ? Corrected(CountChoice(line, source), line[at]) : SheetCell.Empty;

    private SheetCell Corrected(string choice, SheetCell cell) => _choices.TryGetValue(choice, out var text) ? new(text.Trim(), CellKind.Text) : cell;

    private PreviewRow RowOf(SheetLine line, GridDay day, Dictionary<ColumnRole, CountColumn> columns)
    {
        // More cells than columns: a comma of a number was taken for a delimiter, and the number would be cut short.
        var isCut = _sheet.IsDelimited && !_layout.DaysAcross && line.Cells.Skip(_layout.Width).Any(cell => cell.Text.Length > 0);
        var counts = Sources.ToDictionary(source => source, source => columns.TryGetValue(source, out var column) ? Judge(line, source, column, isCut) : null);
        var fault = day.Fault ?? (day.Day is { } read ? Unseen(read) : null);
        return new(
            line.Line,
            line.Raw,
            new(DayOf(line).Text, DayChoice(line), fault is null ? day.Day : null, fault),
            counts[ColumnRole.ArtistDashboard],
            counts[ColumnRole.Trends]);
    }

    private PreviewCount? Judge(SheetLine line, ColumnRole source, CountColumn column, bool isCut)
    {
        var cell = CountOf(line, source);
        if (GridLines.IsNoNumber(cell.Text))
        {
            return null;
        }

        if (source == ColumnRole.Trends && NotReceived.Is(cell.Text) && !isCut)
        {
            return new(cell.Text, CountChoice(line, source), null, null) { IsNotReceived = true };
        }

        var isCorrected = _choices.ContainsKey(CountChoice(line, source));
        var (count, fault) = isCut && !isCorrected ? (null, GridFault.Columns)
            : cell.Kind == CellKind.Number ? Number(cell.Text, column)
            : column.Read(cell.Text);
        return new(cell.Text, CountChoice(line, source), count, fault);
    }

    // A number with a point has a fraction: in it the point separates no thousands.
    private static (StreamCount?, GridFault?) Number(string text, CountColumn column) =>
        text.Contains('E', StringComparison.Ordinal) && !text.Contains("E-", StringComparison.Ordinal) && !text.StartsWith('-') ? (null, GridFault.CountTooLarge)
        : !text.StartsWith('-') && text.Any(c => c is '.' or 'E') ? (null, GridFault.CountFraction)
        : column.Read(text);

    private GridFault? Unseen(Day day) =>
        day.StartsAt > _now ? GridFault.DayToCome
        : day.EndsAt > _seen ? GridFault.DayNotOver
        : null;

    // The same day with the same number says nothing new; with another, somebody has to say which of them was seen.
    private List<PreviewRow> Settled(List<PreviewRow> rows)
    {
        if (rows.Count > 0 && IsSum(rows))
        {
            Skip(rows[^1].Line, rows[^1].Raw, "total");
            rows.RemoveAt(rows.Count - 1);
        }

        var settled = new List<PreviewRow>(rows.Count);
        var days = rows.Where(row => row.IsGood).GroupBy(row => row.Day.Day!.Value).ToDictionary(
            day => day.Key,
            day => Sources.Any(source => day.Select(row => row.Of(source)).Where(count => count is not null).Select(count => count!.Count).Distinct().Count() > 1));
        var given = new HashSet<(Day, ColumnRole)>();
        foreach (var row in rows)
        {
            if (row is not { IsGood: true, Day.Day: { } day })
            {
                settled.Add(row);
            }
            else if (days[day])
            {
                settled.Add(row with { Day = row.Day with { Day = null, Fault = GridFault.DayTwice } });
            }
            else
            {
                var rest = row with { ArtistDashboard = New(row, ColumnRole.ArtistDashboard), Trends = New(row, ColumnRole.Trends) };
                if (rest.ArtistDashboard is null && rest.Trends is null)
                {
                    Skip(row.Line, row.Raw, "repeated");
                }
                else
                {
                    settled.Add(rest);
                }
            }
        }

        return settled;

        PreviewCount? New(PreviewRow row, ColumnRole source) => row.Of(source) is { } count && given.Add((row.Day.Day!.Value, source)) ? count : null;
    }

    private bool Skip(long line, string raw, string why)
    {
        _skipped.Add(new(line, raw, why));
        return false;
    }

    // Below many tables stands their sum without a word: it has no day and is the sum of all above it.
    private static bool IsSum(List<PreviewRow> rows) =>
        rows is [_, _, .., { Day.Text.Length: 0 } last]
        && Sources.Where(source => last.Of(source) is not null).All(source =>
            last.Of(source)!.Count is { } sum && rows.SkipLast(1).Sum(row => (decimal)(row.Of(source)?.Count?.Value ?? 0)) == sum.Value);

    private static IEnumerable<ImportQuestion> DayQuestion(List<PreviewRow> rows, GridDay[] days)
    {
        var doubtful = rows.FirstOrDefault(row => row.Day.Fault == GridFault.DayOrder);
        if (doubtful is null)
        {
            yield break;
        }

        var evidence = $"{rows.Count(row => row.Day.Fault == GridFault.DayOrder)} of {rows.Count} days, such as {doubtful.Day.Text} in line {doubtful.Line}, can be read either way. "
            + $"{Only(DayOrder.DayFirst)} can only be read with the day first{Example(DayOrder.DayFirst)}, {Only(DayOrder.MonthFirst)} only with the month first{Example(DayOrder.MonthFirst)}. "
            + $"Of the days that follow one another in the file, {Consecutive(rows, DayOrder.DayFirst)} are one day apart with the day first, {Consecutive(rows, DayOrder.MonthFirst)} with the month first.";
        yield return new(DayOrderQuestion, Words.All<DayOrder>(), evidence);

        int Only(DayOrder order) => days.Count(day => day.Only == order);

        string Example(DayOrder order) => Array.FindIndex(days, day => day.Only == order) is >= 0 and var i ? $" (such as {rows[i].Day.Text} in line {rows[i].Line})" : "";
    }

    private static int Consecutive(List<PreviewRow> rows, DayOrder order)
    {
        var days = rows.Select(row => GridDay.Read(row.Day.Text, order).Day).ToArray();
        return days.Zip(days.Skip(1)).Count(pair => pair is ({ } one, { } next) && Math.Abs(Period.DaysBetween(one.Date, next.Date)) == 1);
    }

    private static IEnumerable<ImportQuestion> ThousandsQuestions(List<PreviewRow> rows)
    {
        var counts = rows.SelectMany(row => Sources.Select(source => (row.Line, Count: row.Of(source)))).Where(pair => pair.Count is not null).ToArray();
        var doubtful = counts.Where(pair => pair.Count!.Fault == GridFault.CountSeparator).ToArray();
        if (doubtful.Length > 0)
        {
            yield return new(
                ThousandsQuestion,
                [Yes, No],
                $"{doubtful.Length} of {counts.Length} numbers, such as {doubtful[0].Count!.Text} in line {doubtful[0].Line}, are thousands or have a fraction. "
                + $"{counts.Count(pair => pair.Count!.Fault == GridFault.CountFraction)} can only have a fraction; {counts.Count(pair => pair.Count!.Count is { Value: >= 1000 })} are whole and 1000 or more.");
        }
    }
}
