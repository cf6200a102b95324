using CsCheck;

namespace NotifyNl.Tests.Recipients;

/// <summary>Texts as nobody would think of them: letters with and without accents, odd spaces, brackets, halves of pairs, emoji.</summary>
internal static class AnyText
{
    private const string Interesting = "aeZ09 \n\r\t.,…€[]{}^~|\\'’“”–—éëïçşğłœıĳŁẞ?()((??))&;:ﬁ½´`\u0301\u0308\u00A0\u00AD\u200B\u200D\u202E\u2028\uFEFF\uFDD0\uFFFE\uD83D\uDE00\uD800\uDC00αЖع漢";

    /// <summary>As many as the issue asks on CI; a tenth elsewhere, where people wait.</summary>
    public static long Cases { get; } = Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("NOTIFYNL_TEST_LONG") == "1" ? 10_000 : 2_000;

    public static Gen<char> Character { get; } = Gen.Frequency((8, Gen.OneOf(Interesting.ToCharArray())), (4, Gen.Char.AlphaNumeric), (1, Gen.Char));
}
