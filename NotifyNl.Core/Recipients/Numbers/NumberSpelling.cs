using System.Buffers;
using System.Text;
using NotifyNl.Templates;

namespace NotifyNl.Recipients;

/// <summary>A number in the characters of a number only: digits, plus signs, brackets, hyphens and spaces.</summary>
/// <param name="IsMended">A part was left out that a program had added: the ".0" of 612345678.0.</param>
/// <remarks>Judged before any library sees it: a library reads "061234KPN8" and "Jan 0612345678" as numbers.</remarks>
internal readonly record struct NumberSpelling(string Text, bool IsMended)
{
    /// <summary>No number in any spelling comes near; what is longer is several, or no number at all.</summary>
    private const int MaxLength = 200;

    /// <summary>15 digits of E.164, 00 before them and a (0) in between.</summary>
    private const int MostDigits = 18;

    private static readonly SearchValues<char> Kept = SearchValues.Create("0123456789+()- ");
    private static readonly SearchValues<char> Between = SearchValues.Create(",;/|&\n");
    private static readonly SearchValues<char> Mantissa = SearchValues.Create("0123456789.,");

    public static Result<NumberSpelling> Read(string input)
    {
        var text = Plain(input);
        if (text.IsEmpty)
            return new Problem("number-missing");
        if (IsExponent(text))
            return new Problem("number-rounded-by-excel");

        var isMended = IsFraction(text);
        if (isMended)
            text = text[..text.IndexOfAny('.', ',')];
        if (text.Length > MaxLength || IsSeveral(text))
            return new Problem("number-several");

        var spelled = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // A full stop or slash between digits is a way of grouping them: 06.12.34.56.78.
            var c = text[i] is '.' or '/' && IsDigitAt(text, i - 1) && IsDigitAt(text, i + 1) ? ' ' : text[i];
            if (!Kept.Contains(c))
                return new Problem("number-unknown-character");
            spelled.Append(c);
        }

        return new NumberSpelling(spelled.ToString(), isMended);
    }

    public static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>Without what word processors, spreadsheets and other alphabets put around and between: '06…, ="06…", 06…; and wide digits.</summary>
    private static ReadOnlySpan<char> Plain(string input)
    {
        var plain = new StringBuilder(input.Length);
        foreach (var c in input)
        {
            if (SmsWhitespace.IsZeroWidth(c))
                continue;
            plain.Append(c switch
            {
                '\n' or '\r' => '\n',
                >= '０' and <= '９' => (char)(c - '０' + '0'),
                '＋' => '+',
                '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '－' => '-',
                _ => char.IsWhiteSpace(c) ? ' ' : c,
            });
        }

        return plain.ToString().AsSpan().Trim(" \n").TrimStart("='‘’`\"").TrimEnd(";,'\" \n");
    }

    /// <summary>6,12E+08: what Excel shows of a number that its column is too narrow for. The digits are lost.</summary>
    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        var e = text.IndexOfAny('e', 'E');
        return e > 0
            && !text[..e].ContainsAnyExcept(Mantissa)
            && text[(e + 1)..].TrimStart("+-") is { IsEmpty: false } power
            && !power.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>612345678.0: a whole number that went through a program that calculates.</summary>
    private static bool IsFraction(ReadOnlySpan<char> text)
    {
        var point = text.IndexOfAny('.', ',');
        return point > 0
            && point < text.Length - 1
            && !text[..point].ContainsAnyExceptInRange('0', '9')
            && !text[(point + 1)..].ContainsAnyExcept('0');
    }

    private static bool IsSeveral(ReadOnlySpan<char> text)
    {
        // 0612345678 / 0687654321 and "06 12345678 of 020 1234567".
        if (Pieces(text, fewest: 7, c => Between.Contains(c) || char.IsLetter(c)) > 1)
            return true;

        // 0612345678 0687654321, with nothing but a space or a plus between.
        if (Pieces(text, fewest: 9, c => c is ' ' or '-' or '+') > 1)
            return true;
        return Pieces(text, fewest: MostDigits + 1, _ => false) > 0;
    }

    /// <summary>How many of the pieces between separators have at least so many digits.</summary>
    private static int Pieces(ReadOnlySpan<char> text, int fewest, Func<char, bool> separates)
    {
        var (pieces, digits) = (0, 0);
        foreach (var c in text)
        {
            if (separates(c))
                digits = 0;
            else if (char.IsAsciiDigit(c) && ++digits == fewest)
                pieces++;
        }

        return pieces;
    }

    private static bool IsDigitAt(ReadOnlySpan<char> text, int index) => index >= 0 && index < text.Length && char.IsAsciiDigit(text[index]);
}
