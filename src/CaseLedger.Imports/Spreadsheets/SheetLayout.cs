namespace CaseLedger.Imports.Spreadsheets;

/// <summary>How a table is laid out: where its days run, where its data begin, and what each column holds.</summary>
/// <param name="Lines">The lines, turned so that the days run down.</param>
/// <param name="DaysAcross">Whether they were turned: then a line is a column of the file, and a column a row of it.</param>
/// <param name="Start">The first line of <paramref name="Lines"/> that is data; those before are titles and names.</param>
/// <param name="Width">Behind which column of a text a cell was cut out of another; the number of columns otherwise.</param>
/// <param name="Columns">The columns that hold anything.</param>
internal sealed record SheetLayout(IReadOnlyList<SheetLine> Lines, bool DaysAcross, int Start, int Width, IReadOnlyList<SheetColumn> Columns)
{
    private const int SampleCount = 3;
    private const int LongestSample = 40;
    private const int LongestHeader = 200;

    // A source over its numbers, and a title of the group over that.
    private const int MostNameLines = 3;

    /// <summary>The names of the columns as they stand, without titles above.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>The layout of a song's own timeline, which its header tells: days, then streams.</summary>
    /// <param name="sheet">The table; its first line is the header.</param>
    public static SheetLayout OfTimeline(Sheet sheet) => new(
        sheet.Lines,
        DaysAcross: false,
        Start: 1,
        Width: 2,
        [
            new Found(sheet.Lines, 0, 1, 0, 0, isSerial: true).With(1, (ColumnRole.Day, true)),
            new Found(sheet.Lines, 0, 1, 0, 1, isSerial: true).With(2, (ColumnRole.ArtistDashboard, true)),
        ])
    {
        Names = [.. sheet.Lines[0].Cells.Select(cell => cell.Text)],
    };

    /// <summary>Finds the layout. The same table gives the same layout.</summary>
    /// <param name="sheet">The table.</param>
    public static SheetLayout Of(Sheet sheet)
    {
        var (column, row, isSerial) = Fullest(sheet.Lines);
        var down = column.Count;
        var isAcross = sheet.Lines.Count <= SheetLimits.MostColumns
            && (row.Count > down || (row.Count == 1 && down == 1 && HeaderWords.IsDay(FirstText(sheet.Lines[row.Index]))));
        var lines = isAcross ? Turned(sheet.Lines) : sheet.Lines;
        var dayColumn = isAcross ? row.Index : column.Index;
        var first = FirstOf(lines, line => IsDay(line[dayColumn], isSerial));
        var (header, start) = HeaderOf(lines, first ?? Math.Min(1, lines.Count), dayColumn);
        var width = WidthOf(lines, header, start, sheet.IsDelimited && !isAcross);
        var found = Enumerable.Range(0, width)
            .Select(i => new Found(lines, header, start, dayColumn, i, isSerial))
            .Where(found => found.Filled > 0 || found.Header.Length > 0)
            .ToArray();
        var titles = string.Join(' ', lines.Take(start).Where(line => Filled(line) == 1).Select(FirstText).Append(sheet.Name ?? ""));
        var roles = Roles(found, titles);
        return new(lines, isAcross, start, width, [.. found.Select((f, i) => f.With(isAcross ? (int)sheet.Lines[f.Index].Line : f.Index + 1, roles[i]))])
        {
            Names = header >= 0 ? [.. lines[header].Cells.Select(cell => cell.Text)] : [],
        };
    }

    private static (ColumnRole Role, bool IsCertain)[] Roles(Found[] columns, string titles)
    {
        var roles = columns.Select(_ => (Role: ColumnRole.Ignore, IsCertain: true)).ToArray();
        var days = Indexes(columns, column => column.IsDay);
        var named = Indexes(columns, column => column.IsDay && HeaderWords.IsDay(column.Header));
        var onlyNamed = Indexes(columns, column => HeaderWords.IsDay(column.Header));
        int? day = days.Length == 1 ? days[0] : named.Length == 1 ? named[0] : days.Length == 0 && onlyNamed.Length == 1 ? onlyNamed[0] : null;
        if (day is { } certain)
        {
            roles[certain] = (ColumnRole.Day, true);
        }
        else
        {
            // Nobody knows where the days are: then nothing else is certain either.
            foreach (var i in days.Length > 0 ? days : Indexes(columns, column => column.Filled > 0))
            {
                roles[i] = (days.Length > 0 && i == days[0] ? ColumnRole.Day : ColumnRole.Ignore, false);
            }
        }

        var counts = Indexes(columns, column => column.IsCount).Where(i => i != day && roles[i].IsCertain).ToArray();
        var dashboards = counts.Where(i => columns[i].Hint == HeaderHint.Dashboard).ToArray();
        var weak = counts.Where(i => columns[i].Hint == HeaderHint.Spotify).ToArray();
        if (dashboards.Length == 0 && weak.Length == 1)
        {
            (dashboards, weak) = (weak, []);
        }

        Assign(dashboards, ColumnRole.ArtistDashboard);
        Assign(counts.Where(i => columns[i].Hint == HeaderHint.Trends).ToArray(), ColumnRole.Trends);
        var open = weak.Concat(counts.Where(i => columns[i].Hint is HeaderHint.Plain or HeaderHint.Unknown)).Order().ToArray();
        if (open.Length == 1 && !roles.Any(role => role.Role is ColumnRole.ArtistDashboard or ColumnRole.Trends))
        {
            var title = HeaderWords.Of(titles);
            roles[open[0]] = (title == HeaderHint.Trends ? ColumnRole.Trends : ColumnRole.ArtistDashboard, columns[open[0]].Hint == HeaderHint.Plain);
            return roles;
        }

        foreach (var i in open)
        {
            var free = new[] { ColumnRole.ArtistDashboard, ColumnRole.Trends, ColumnRole.Ignore }.First(role => role == ColumnRole.Ignore || !roles.Any(taken => taken.Role == role));
            roles[i] = (free, false);
        }

        return roles;

        void Assign(int[] found, ColumnRole role)
        {
            foreach (var i in found)
            {
                roles[i] = (i == found[0] ? role : ColumnRole.Ignore, found.Length == 1);
            }
        }
    }

    private static int[] Indexes(Found[] columns, Func<Found, bool> which) => [.. Enumerable.Range(0, columns.Length).Where(i => which(columns[i]))];

    // The column and the row with the most days. Bare numbers count as days only beside a name that says so, and only where nothing else is a day.
    private static ((int Index, int Count) Column, (int Index, int Count) Row, bool IsSerial) Fullest(IReadOnlyList<SheetLine> lines)
    {
        var (column, row) = Counted(lines, (cell, _, _) => SheetDays.IsDay(cell));
        if (column.Count > 0)
        {
            return (column, row, false);
        }

        var columns = new HashSet<int>();
        var rows = new HashSet<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            for (var j = 0; j < lines[i].Cells.Count; j++)
            {
                if (HeaderWords.IsDay(lines[i].Cells[j].Text))
                {
                    rows.Add(i);
                    columns.Add(j);
                }
            }
        }

        (column, _) = Counted(lines, (cell, _, j) => columns.Contains(j) && SheetDays.IsSerial(cell));
        (_, row) = Counted(lines, (cell, i, _) => rows.Contains(i) && SheetDays.IsSerial(cell));
        return (column, row, column.Count + row.Count > 0);
    }

    private static ((int Index, int Count) Column, (int Index, int Count) Row) Counted(IReadOnlyList<SheetLine> lines, Func<SheetCell, int, int, bool> which)
    {
        var columns = new int[Math.Max(1, lines.Count == 0 ? 0 : lines.Max(line => line.Cells.Count))];
        var row = (Index: 0, Count: 0);
        for (var i = 0; i < lines.Count; i++)
        {
            var count = 0;
            for (var j = 0; j < lines[i].Cells.Count; j++)
            {
                if (which(lines[i].Cells[j], i, j))
                {
                    columns[j]++;
                    count++;
                }
            }

            row = count > row.Count ? (i, count) : row;
        }

        var most = columns.Max();
        return ((Array.IndexOf(columns, most), most), row);
    }

    private static SheetLine[] Turned(IReadOnlyList<SheetLine> lines) =>
    [
        .. Enumerable.Range(0, lines.Max(line => line.Cells.Count))
            .Select(i => lines.Select(line => line[i]).ToArray())
            .Select((cells, i) => new SheetLine(i + 1, SheetLimits.Raw(cells), cells))
            .Where(line => Filled(line) > 0),
    ];

    // The last line above the data that has a name; where none has one, the last that has no digit. One cell alone over the days is a title.
    private static (int Header, int Start) HeaderOf(IReadOnlyList<SheetLine> lines, int first, int dayColumn)
    {
        for (var i = first - 1; i >= 0; i--)
        {
            if (IsNames(lines[i], dayColumn) && lines[i].Cells.Any(cell => HeaderWords.IsName(cell.Text)))
            {
                return (i, i + 1);
            }
        }

        for (var i = first - 1; i >= 0; i--)
        {
            if (IsNames(lines[i], dayColumn) && lines[i].Cells.All(cell => cell.Kind == CellKind.Text && !cell.Text.Any(char.IsAsciiDigit)))
            {
                return (i, i + 1);
            }
        }

        // What stands above the days and is neither is a title, unless it is a row whose day cannot be read.
        return (-1, (LastOf(lines.Take(first), line => Filled(line) == 1 && !line.Cells.Any(SheetDays.IsNumber)) ?? -1) + 1);
    }

    private static bool IsNames(SheetLine line, int dayColumn) =>
        !line.Cells.Any(cell => SheetDays.IsNumber(cell) || SheetDays.IsDay(cell) || cell.Text.StartsWith('='))
        && (Filled(line) > 1 || line[dayColumn].Text.Length == 0 || HeaderWords.IsDay(line[dayColumn].Text));

    private static int WidthOf(IReadOnlyList<SheetLine> lines, int header, int start, bool isDelimited) =>
        lines.Count == 0 ? 0
        : !isDelimited ? lines.Max(line => line.Cells.Count)
        : header >= 0 ? LastFilled(lines[header])
        : start < lines.Count ? LastFilled(lines[start])
        : 0;

    private static int LastFilled(SheetLine line) => (LastOf(line.Cells, cell => cell.Text.Length > 0) ?? -1) + 1;

    private static int Filled(SheetLine line) => line.Cells.Count(cell => cell.Text.Length > 0);

    private static string FirstText(SheetLine line) => line.Cells.FirstOrDefault(cell => cell.Text.Length > 0).Text ?? "";

    private static bool IsDay(SheetCell cell, bool isSerial) => SheetDays.IsDay(cell) || (isSerial && SheetDays.IsSerial(cell));

    private static int? FirstOf<T>(IEnumerable<T> items, Func<T, bool> which) => items.Index().Where(pair => which(pair.Item)).Select(pair => (int?)pair.Index).FirstOrDefault();

    private static int? LastOf<T>(IEnumerable<T> items, Func<T, bool> which) => items.Index().Where(pair => which(pair.Item)).Select(pair => (int?)pair.Index).LastOrDefault();

    // What a column looks like, before it has a role.
    private sealed class Found
    {
        private readonly int _days;
        private readonly int _numbers;
        private readonly string[] _samples;

        public Found(IReadOnlyList<SheetLine> lines, int header, int start, int dayColumn, int index, bool isSerial)
        {
            Index = index;
            Header = HeaderText(lines, header, dayColumn, index);
            Hint = HeaderWords.Of(Header);
            var cells = lines.Skip(start).Select(line => line[index]).Where(cell => !Grids.GridLines.IsNoNumber(cell.Text)).ToArray();
            Filled = cells.Length;
            _days = cells.Count(cell => SheetDays.IsDay(cell) || (isSerial && index == dayColumn && SheetDays.IsSerial(cell)));
            _numbers = cells.Count(SheetDays.IsNumber);
            _samples = [.. cells.Take(SampleCount).Select(cell => cell.Text.Length > LongestSample ? cell.Text[..LongestSample] : cell.Text)];
        }

        public int Index { get; }

        public string Header { get; }

        public HeaderHint Hint { get; }

        public int Filled { get; }

        public bool IsDay => _days > 0 && _days * 2 >= Filled;

        // Where a name says streams, cells that are none are refused one by one and not passed over with their column.
        public bool IsCount => !IsDay && Filled > 0 && Hint != HeaderHint.Other
            && ((_numbers > 0 && _numbers * 2 >= Filled) || (Header.Length > 0 && Hint is HeaderHint.Plain or HeaderHint.Dashboard or HeaderHint.Spotify or HeaderHint.Trends));

        public SheetColumn With(int number, (ColumnRole Role, bool IsCertain) role) => new(number, Header, role.Role, role.IsCertain, _samples, Filled, _days, _numbers);

        // A merged cell has its text in its first column only, and stands for those to the right of it as well.
        private static string HeaderText(IReadOnlyList<SheetLine> lines, int header, int dayColumn, int index)
        {
            var parts = new List<string>();
            for (var i = Math.Max(0, header - MostNameLines + 1); i <= header; i++)
            {
                var filled = SheetLayout.Filled(lines[i]);
                if (filled == 1 && i < header)
                {
                    continue;
                }

                var at = index;
                while (i < header && at > 0 && at != dayColumn && lines[i][at].Text.Length == 0)
                {
                    at--;
                }

                if (lines[i][at].Text.Length > 0 && (at == index || at != dayColumn))
                {
                    parts.Add(lines[i][at].Text);
                }
            }

            var text = string.Join(' ', parts);
            return text.Length > LongestHeader ? text[..LongestHeader] : text;
        }
    }
}
