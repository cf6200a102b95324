using System.Buffers;
using System.Text.RegularExpressions;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>Finds in a log what no log may hold: by its form where it has one, so that no test can forget to name its numbers, and else by what it is.</summary>
public sealed partial class LogSearch(IEnumerable<string> secrets)
{
    /// <summary>What tests send, type and upload, and who they are.</summary>
    public static readonly string[] Texts =
    [
        "paspoort ligt klaar", "uw AOW van", "op uw rekening", "Beste mevrouw", "Beste de heer", "van 't Hof", "Sanne de Vries", "Eva de Boer", "Hanna Hulp", "Bea Beheerder", "Vera Verzender",
        "Rik Redacteur", "Kim Kijker", "Pim Platform", "vier woorden op een rij", "een heel andere zin nu", "een-geheim-van-twintig-tekens", "a-secret-for-tests-0123456789", "een-token-van-ons", "a-password",
        "5f0ad2c2-0000-0000-0000-000000000000",
    ];

    private readonly SearchValues<string> known = SearchValues.Create([.. Texts, .. secrets], StringComparison.OrdinalIgnoreCase);

    /// <summary>The lines, cut short.</summary>
    public IEnumerable<string> In(string path) => File.ReadLines(path).Select(Found).OfType<string>();

    /// <returns>What was found and where, or null.</returns>
    public string? Found(string line)
    {
        var place = line.AsSpan().IndexOfAny(known);
        if (place < 0 && Form().Match(line) is { Success: true } match)
            place = match.Index;
        return place < 0 ? null : line[Math.Max(0, place - 150)..Math.Min(line.Length, place + 60)];
    }

    /// <summary>
    /// Telephone numbers, e-mail addresses, what our data protection made (cookies, tokens of forms), what is signed (tokens of the API and of providers), and links that open something.
    /// Not a part of a longer number, of a uuid or of a fraction.
    /// </summary>
    [GeneratedRegex(
        @"(?<![\w.+\-/])(?:\+|00)[1-9][0-9]{8,14}(?![\w\-])|(?<![\w.+\-/:])(?:316|06)[0-9]{8}(?![\w\-.])|(?<=\w)@[\w\-]+(?:\.[\w\-]+)*\.(?:nl|com|org|example|invalid)\b|CfDJ8[\w\-]{20}|\beyJ[\w\-]{10,}\.[\w\-]{10,}"
        + @"|/(?:invitations|confirm-email|reset-password|recover|restore)/[\w\-]{20}|(?i:bearer) +[\w\-]{20}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
