namespace NotifyNl.Tests.Infrastructure;

/// <summary>Where Notify NL differs from its model on purpose: each difference once, with its reason and the cases of the vectors that it concerns.</summary>
public static partial class Differences
{
    private static readonly (string Reason, string[] Cases)[] All =
    [
        ("A Dutch yes shows a conditional text as well: ja, j, waar, toon.", []),
    ];

    /// <summary>Zero-width characters that the model turns into "?": they are dropped like the others. œ, Œ and ı get the letters that people write for them, ĳ and Ĳ their two.</summary>
    public static readonly string[] CodePointsRepaired = ["œ", "Œ", "ı", "ĳ", "Ĳ", "\u200E", "\u200F", "\u00AD", "\u2010", "\u2015", "\u201B", "\u201F"];

    private static readonly HashSet<string> Concerned = [.. All.SelectMany(difference => difference.Cases)];

    public static bool Concerns(string caseId) => Concerned.Contains(caseId);
}
