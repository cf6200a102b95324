using System.Globalization;

namespace NotifyNl.Benchmarks;

/// <summary>Figures as a table for people.</summary>
internal static class BenchTable
{
    public static void Print(IEnumerable<BenchRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine($"{"case",-36} {"metric",-18} {"value",12} {"unit",-5} {"limit",12} {"ratio",7}");
        foreach (var row in rows)
            Console.WriteLine(Line(row));
    }

    public static string Line(BenchRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.Case,-36} {row.Metric,-18} {row.Value,12:0.##} {row.Unit,-5} {row.Limit,12:0.##} {row.Ratio,7:0.00}");
}
