namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Repeats the top-left value of a merged range over the whole range, while lines pass from top to bottom.</summary>
internal sealed class MergedCells
{
    private readonly List<Range> waiting = [];
    private readonly List<Range> open = [];
    private int next;

    public bool IsEmpty => waiting.Count == 0;

    public void Add(int left, int top, int right, int bottom)
    {
        if (waiting.Count == ReadLimits.MergedRanges)
            throw UnreadableListException.Because("too-many-merged", ReadLimits.MergedRanges);
        waiting.Add(new Range(left, top, right, bottom));
    }

    public void Sort() => waiting.Sort((a, b) => a.Top.CompareTo(b.Top));

    /// <summary>Fills the covered cells of one line. Lines must come in order, the hidden ones too.</summary>
    /// <returns>The line, made longer where a range ends beyond its last cell.</returns>
    public SheetCell[] Apply(int row, SheetCell[] cells, int width)
    {
        open.RemoveAll(range => range.Bottom < row);
        for (; next < waiting.Count && waiting[next].Top <= row; next++)
        {
            var range = waiting[next];
            if (range.Top == row && range.Left < cells.Length)
                range.Value = cells[range.Left];
            if (range.Bottom >= row)
                open.Add(range);
        }

        foreach (var range in open)
        {
            if (range.Value.IsEmpty)
                continue;
            var right = Math.Min(range.Right, width - 1);
            if (right >= cells.Length)
                Array.Resize(ref cells, right + 1);
            for (var column = range.Left; column <= right; column++)
                cells[column] = range.Value with { Repeats = row > range.Top || column > range.Left };
        }

        return cells;
    }

    private sealed class Range(int left, int top, int right, int bottom)
    {
        public int Left { get; } = left;

        public int Top { get; } = top;

        public int Right { get; } = right;

        public int Bottom { get; } = bottom;

        public SheetCell Value { get; set; }
    }
}
