namespace NotifyNl.Tests.Infrastructure;

/// <summary>Where Notify NL differs from its model on purpose: each difference once, with its reason and the cases of the vectors that it concerns.</summary>
public static partial class Differences
{
    private static readonly (string Reason, string[] Cases)[] All =
    [
        ("A Dutch yes shows a conditional text as well: ja, j, waar, toon.", ["placeholders-0093"]),
        ("Lists as HTML belong to mail.", ["placeholders-0107"]),
        ("Accents are all kept (behoud) or all made plain (goedkoop); the model keeps ï and drops ç.", ["sms_sanitise-0041"]),
        ("ĳ, Ĳ, œ and Œ become the two letters that people read in them.", ["sms_sanitise-0054", "sms_length-0109"]),
        ("A blank at the end of a text whose last field is empty is never sent, and so never counted.", ["sms_length-0007", "sms_length-0117"]),
        ("A prefix is trimmed before it is measured.", ["sms_length-0125"]),
        ("Full stops and slashes between digits are a Dutch way of grouping them.", ["phone_numbers-0170"]),
        ("Digits of other scripts are digits.", ["phone_numbers-0176"]),
        ("The telephone plan of Zimbabwe changed between the two versions of the library.", ["phone_numbers-0116"]),
    ];

    /// <summary>Zero-width characters that the model turns into "?": they are dropped like the others. œ, Œ and ı get the letters that people write for them, ĳ and Ĳ their two.</summary>
    public static readonly string[] CodePointsRepaired = ["œ", "Œ", "ı", "ĳ", "Ĳ", "\u200E", "\u200F", "\u00AD", "\u2010", "\u2015", "\u201B", "\u201F"];

    private static readonly HashSet<string> Concerned = [.. All.SelectMany(difference => difference.Cases)];

    public static bool Concerns(string caseId) => Concerned.Contains(caseId);
}
