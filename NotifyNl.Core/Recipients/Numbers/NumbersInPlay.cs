using System.Collections.Frozen;

namespace NotifyNl.Recipients;

/// <summary>Numbers that the stand-in gateway and test keys obey (DESIGN.md). They are in no telephone plan, so they are matched before parsing.</summary>
public static class NumbersInPlay
{
    private static readonly FrozenDictionary<string, string> All = Enumerable.Range(1, 9)
        .SelectMany(n => Spellings($"069900000{n}", $"+3169900000{n}"))
        .Concat(new[] { "000", "111", "222" }.SelectMany(n => Spellings($"07700900{n}", $"+447700900{n}")))
        .Concat(new[] { "002", "003" }.SelectMany(n => Spellings($"07700900{n}", $"+447700900{n}")))
        .ToFrozenDictionary(pair => pair.Key, pair => pair.Value);

    /// <param name="digits">Digits and perhaps a plus.</param>
    public static string? Find(string digits) => All.GetValueOrDefault(digits);

    private static IEnumerable<KeyValuePair<string, string>> Spellings(string national, string e164) =>
        [new(national, e164), new(national[1..], e164), new(e164, e164), new(e164[1..], e164), new("00" + e164[1..], e164)];
}
