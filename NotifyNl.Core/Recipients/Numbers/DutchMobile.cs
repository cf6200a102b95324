namespace NotifyNl.Recipients;

/// <summary>The short way for what nearly every row of a Dutch list holds: a mobile number in digits, spaces and hyphens.</summary>
/// <remarks>Numbering plan of the ACM: 061 to 065 and 068, and then seven digits. A test asks the library whether it is still so.</remarks>
internal static class DutchMobile
{
    private const int National = 9;
    private const int Longest = 4 + National;

    /// <returns>Null for whatever needs a closer look; that is no refusal.</returns>
    public static string? Read(ReadOnlySpan<char> input, out bool lostZero)
    {
        lostZero = false;
        Span<char> digits = stackalloc char[Longest];
        var (length, plus) = (0, false);
        foreach (var c in input)
        {
            if (char.IsAsciiDigit(c) && length < Longest)
                digits[length++] = c;
            else if (c == '+' && length == 0 && !plus)
                plus = true;
            else if (c is not (' ' or '-'))
                return null;
        }

        if (length < National)
            return null;
        var head = digits[..(length - National)];
        var number = digits[(length - National)..length];
        var isPlan = number[0] == '6' && number[1] is (>= '1' and <= '5') or '8';
        var isHome = head is "31" || (!plus && head is "0" or "0031" or "");
        lostZero = head.IsEmpty;
        return isPlan && isHome ? string.Concat("+31", number) : null;
    }
}
