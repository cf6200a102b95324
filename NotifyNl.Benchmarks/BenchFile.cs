using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyNl.Benchmarks;

/// <summary>One figure. Of two figures of the same kind, <paramref name="Ratio"/> is our speed as a share of the limit's.</summary>
internal sealed record BenchRow(
    string Bench,
    string Case,
    string Metric,
    double Value,
    string Unit,
    double? Limit = null,
    double? Ratio = null);

/// <summary><c>artifacts/bench.json</c>: the figures of all benches; each replaces only its own.</summary>
internal sealed class BenchFile(string path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static BenchFile Default { get; } = new(Path.Combine("artifacts", "bench.json"));

    public void Replace(string bench, IEnumerable<BenchRow> rows) => Replace(row => row.Bench == bench, rows);

    /// <summary>For a bench that may be run in parts: the cases that were not measured now keep their figures.</summary>
    public void ReplaceCases(string bench, IReadOnlyCollection<BenchRow> rows)
    {
        var cases = rows.Select(row => row.Case).ToHashSet();
        Replace(row => row.Bench == bench && cases.Contains(row.Case), rows);
    }

    private void Replace(Predicate<BenchRow> old, IEnumerable<BenchRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var others = File.Exists(path) ? JsonSerializer.Deserialize<List<BenchRow>>(File.ReadAllText(path), Json)! : [];
        others.RemoveAll(old);
        File.WriteAllText(path, JsonSerializer.Serialize(others.Concat(rows), Json));
    }
}
