using System.Globalization;
using System.Text;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>Throughput over time as an SVG: one line a run, seconds across, messages a second up.</summary>
internal static class Chart
{
    private const int Width = 900, Height = 420, Left = 70, Top = 40, Right = 190, Bottom = 50;

    private static readonly string[] Colours = ["#154273", "#c25100", "#237b4b", "#7b2d8e", "#a80000"];

    public static void Write(string path, IReadOnlyList<(string Name, IReadOnlyList<double> PerSecond)> runs)
    {
        var most = Nice(runs.SelectMany(r => r.PerSecond).DefaultIfEmpty(1).Max());
        var seconds = Math.Max(1, runs.Max(r => r.PerSecond.Count));
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">"))
            .Append("<title>Messages delivered per second, receipts stored</title>")
            .Append(Invariant($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/><text x=\"{Left}\" y=\"22\" font-size=\"15\">Messages per second, receipts stored (5 s average)</text>"));
        for (var step = 0; step <= 4; step++)
        {
            var y = Y(most * step / 4, most);
            svg.Append(Invariant($"<path d=\"M{Left} {y:0.0}H{Width - Right}\" stroke=\"#ccc\"/><text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{most * step / 4:0}</text>"));
            var at = seconds * step / 4.0;
            svg.Append(Invariant($"<text x=\"{X(at, seconds):0.0}\" y=\"{Height - Bottom + 22}\" text-anchor=\"middle\">{at:0} s</text>"));
        }

        for (var run = 0; run < runs.Count; run++)
        {
            var (name, values) = runs[run];
            var colour = Colours[run % Colours.Length];
            var points = values.Select((_, i) => Invariant($"{X(i + 1, seconds):0.0},{Y(values.Skip(Math.Max(0, i - 4)).Take(Math.Min(5, i + 1)).Average(), most):0.0}"));
            svg.Append(Invariant($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{string.Join(' ', points)}\"/>"))
                .Append(Invariant($"<text x=\"{Width - Right + 12}\" y=\"{Top + 16 + (run * 20)}\" fill=\"{colour}\">{name}</text>"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    private static double X(double second, int seconds) => Left + (second / seconds * (Width - Left - Right));

    private static double Y(double value, double most) => Height - Bottom - (value / most * (Height - Top - Bottom));

    private static double Nice(double most) => Math.Max(1_000, Math.Ceiling(most / 2_000) * 2_000);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
