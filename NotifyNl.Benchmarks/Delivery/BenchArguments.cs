using System.Globalization;

namespace NotifyNl.Benchmarks.Delivery;

/// <summary>What may be asked for on the command line, with the measure that the goals are stated in when nothing is.</summary>
/// <param name="Statements">How many of the costliest statements are shown after each sustained run.</param>
internal sealed record BenchArguments(int Seconds, int Rows, int Pairs, double Millions, int Statements, IReadOnlySet<string> Only)
{
    public static BenchArguments Default { get; } = new(Seconds: 180, Rows: 100_000, Pairs: 5, Millions: 1, Statements: 0, Only: new HashSet<string>());

    public bool Wants(string part) => Only.Count == 0 || Only.Contains(part);

    /// <exception cref="FormatException">In Dutch: what is wrong and what may be given.</exception>
    public static BenchArguments Read(IReadOnlyList<string> args, params string[] parts)
    {
        var read = Default;
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new FormatException($"Geef na {args[i]} een waarde.");
            read = args[i] switch
            {
                "--seconds" => read with { Seconds = (int)Number(args[i], value, 5, 600) },
                "--rows" => read with { Rows = (int)Number(args[i], value, 1_000, 100_000) },
                "--pairs" => read with { Pairs = (int)Number(args[i], value, 1, 9) },
                "--millions" => read with { Millions = Number(args[i], value, 0.01, 10) },
                "--statements" => read with { Statements = (int)Number(args[i], value, 0, 50) },
                "--only" => read with { Only = Parts(value, parts) },
                _ => throw new FormatException($"De optie {args[i]} bestaat niet; mogelijk zijn --seconds N, --rows N, --pairs N, --millions N, --statements N en --only {string.Join(',', parts)}."),
            };
        }

        return read;
    }

    private static double Number(string option, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{option} is een getal van {least} tot en met {most}, en niet \"{value}\"."));

    private static HashSet<string> Parts(string value, string[] known)
    {
        var asked = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
        return asked.Count > 0 && asked.IsSubsetOf(known) ? asked : throw new FormatException($"Na --only staan een of meer van: {string.Join(", ", known)}.");
    }
}
