using System.Globalization;

namespace NotifyNl.Recipients;

/// <summary>The countries that can be sent to, by dialling prefix. Data with its source: <c>countries.tsv</c>.</summary>
public sealed class Countries
{
    private const int LongestPrefix = 4;
    private readonly Dictionary<string, Country> byPrefix;

    private Countries(Dictionary<string, Country> byPrefix) => this.byPrefix = byPrefix;

    public static Countries All { get; } = Load();

    /// <param name="e164">With its plus.</param>
    /// <returns>Null where the prefix is not in the list: no gateway is known to deliver there.</returns>
    public Country? Find(ReadOnlySpan<char> e164)
    {
        var lookup = byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        var digits = e164.TrimStart('+');
        for (var length = Math.Min(LongestPrefix, digits.Length); length > 0; length--)
        {
            if (lookup.TryGetValue(digits[..length], out var country))
                return country;
        }

        return null;
    }

    private static Countries Load()
    {
        using var stream = typeof(Countries).Assembly.GetManifestResourceStream("NotifyNl.Recipients.countries.tsv")!;
        using var reader = new StreamReader(stream);
        var found = new Dictionary<string, Country>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            // Comments and the heading begin with no digit.
            if (line.Length == 0 || !char.IsAsciiDigit(line[0]))
                continue;
            var cells = line.Split('\t');
            var weight = int.Parse(cells[3], CultureInfo.InvariantCulture);
            found.Add(cells[0], new Country(cells[0], cells[1], weight, Rule(cells[4]), Rule(cells[5]), Receipt(cells[7])) { DutchName = cells[2] });
        }

        return new Countries(found);
    }

    private static SenderRule Rule(string text) => text switch
    {
        "YES" => SenderRule.Yes,
        "NO" => SenderRule.No,
        "REG" => SenderRule.Registration,
        "LIMITED" => SenderRule.Limited,
        _ => SenderRule.Unknown,
    };

    // "Carrier DLR" tells that the operator took the message, which is not that the telephone has it.
    private static bool? Receipt(string text) => text switch
    {
        "YES" => true,
        "NO" or "Carrier DLR" => false,
        _ => null,
    };
}
