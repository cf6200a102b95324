using System.Globalization;

namespace NotifyNl.Templates;

/// <summary>Letters people in the Netherlands spell their names with: the Latin script, in the blocks for written languages.</summary>
internal static class LatinLetters
{
    public static bool Contains(char c) => c switch
    {
        < '\u0080' => char.IsAsciiLetter(c),
        'ª' or 'º' => true,
        '×' or '÷' => false,
        >= '\u00C0' and <= '\u02AF' => true,
        >= '\u1E00' and <= '\u1EFF' => true,
        >= '\u2C60' and <= '\u2C7F' => IsCased(c),
        >= '\uA722' and <= '\uA7FF' => IsCased(c),
        _ => false,
    };

    /// <summary>A letter that is spelled in one way only, whatever stands beside it: no repair and no composing concerns it.</summary>
    public static bool IsComposed(char c) => c is >= '\u00C0' and <= '\u017F' and not ('×' or '÷' or 'ĳ' or 'Ĳ');

    /// <summary>An accent that belongs to the letter before it, where Unicode has no single code point for the two: j́ in "bíj́na".</summary>
    public static bool IsAccent(char c) => c is >= '\u0300' and <= '\u036F';

    private static bool IsCased(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter;
}
