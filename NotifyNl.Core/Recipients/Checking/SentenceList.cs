using System.Globalization;

namespace NotifyNl.Recipients.Checking;

/// <summary>"‘naam’, ‘datum’ en ‘bedrag’", in the language in which the sentence around it is shown.</summary>
internal sealed class SentenceList : IFormattable
{
    private readonly string[] items;

    private SentenceList(string[] items) => this.items = items;

    public static SentenceList Of(params string[] items) => new(items);

    public string ToString(string? format, IFormatProvider? provider)
    {
        var and = provider is CultureInfo { TwoLetterISOLanguageName: "en" } ? "and" : "en";
        string[] quoted = [.. items.Select(item => $"‘{item}’")];
        return quoted switch
        {
            [] => "",
            [var only] => only,
            [.. var first, var last] => $"{string.Join(", ", first)} {and} {last}",
        };
    }

    public override string ToString() => ToString(null, null);
}
