using System.Globalization;
using System.Text;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>Where Notify NL differs from its model on purpose: each difference once, with its reason and the cases of the vectors that it concerns.</summary>
public static class Differences
{
    private static readonly (string Reason, string[] Cases)[] All =
    [
        ("A Dutch yes shows a conditional text as well: ja, j, waar, toon.", ["placeholders-0093"]),
        ("A redacted text hides every field, not only those without a value.", ["placeholders-0043", "placeholders-0045"]),
        ("A list within a list has no form for people; it is shown as the JSON it came in.", ["placeholders-0109"]),
        ("Accents are all kept (behoud) or all made plain (goedkoop); the model keeps ï and drops ç.",
            ["sms_sanitise-0003", "sms_sanitise-0025", "sms_sanitise-0041"]),
        ("ĳ and Ĳ become the two letters that people read in them.", ["sms_length-0109"]),
        ("œ, ð, þ and the capital ß are letters of names, kept like the others (behoud).", ["sms_sanitise-0054"]),
        ("A prefix is trimmed before it is measured.", ["sms_length-0125"]),
        ("Full stops and slashes between digits are a Dutch way of grouping them.", ["phone_numbers-0170"]),
        ("A Dutch number is shown as the Dutch write it, wherever home is.", ["phone_numbers-0144"]),
        ("A helpdesk may have a number of three digits, a recipient of text messages may not.", ["phone_numbers-0088"]),
        ("A list is judged for text messages to mobile numbers: landlines and lists of emergency contacts have no setting.",
            ["recipients_csv-0101", "recipients_csv-0108"]),
        ("The column of numbers has Dutch names as well: Telefoon.", ["recipients_csv-0142"]),
        ("The character between the fields is found out: a csv may have tabs.", ["recipients_csv-0147"]),
        ("A quote that is never closed swallows people, so it is a problem and not a value.", ["recipients_csv-0169"]),
        ("Typed cells are shown as Dutch people see them: 27-01-1995 and 12,3.", ["spreadsheets-0002"]),
        ("All formats are read as xlsx is: hidden and filtered lines are left out, merged cells repeat and shift nothing.",
            ["spreadsheets-0004", "spreadsheets-0005", "spreadsheets-0006", "spreadsheets-0009", "spreadsheets-0012", "spreadsheets-0013", "spreadsheets-0014"]),
        ("The telephone plan of Zimbabwe changed between the two versions of the library.", ["phone_numbers-0116"]),
    ];

    /// <summary>Vectors of channels that are not there yet, and forms that text messages do not have.</summary>
    private static readonly (string Reason, string[] Files)[] NotYet =
    [
        ("E-mail is not sent yet.", ["email_addresses.json"]),
    ];

    private static readonly HashSet<string> Concerned = [.. All.SelectMany(difference => difference.Cases)];

    public static IEnumerable<(string Reason, string File)> Skipped => NotYet.SelectMany(channel => channel.Files, (channel, file) => (channel.Reason, file));

    public static IEnumerable<string> Cases => Concerned;

    public static bool Concerns(string caseId) => Concerned.Contains(caseId);

    /// <summary>The same for the table of code points, where the model has "?" for what can be saved.</summary>
    public static bool Concerns(Rune rune) => rune.ToString() switch
    {
        // Two letters in one, and the dotless i of Turkish.
        "ĳ" or "Ĳ" or "œ" or "Œ" or "ı" => true,
        // Dashes and quotes beside those that the model knows.
        "\u2010" or "\u2015" or "\u201B" or "\u201F" => true,
        // No reader misses a soft hyphen, a mark of writing direction or of emoji style.
        "\u00AD" or "\u200E" or "\u200F" or "\uFE0E" or "\uFE0F" => true,
        // No text holds this one; it stands for a field that is still open.
        "\uFDD0" => true,
        _ => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2061 and <= 0x2064) or (>= 0x2066 and <= 0x2069) || HasSeveralAccents(rune),
    };

    /// <summary>The model takes one accent away, and often finds no letter it can send; ours takes them all.</summary>
    private static bool HasSeveralAccents(Rune rune) =>
        rune.Value != 0xFFFE && rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes().Skip(1).Count(IsAccent) > 1;

    private static bool IsAccent(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;
}
