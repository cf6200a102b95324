namespace NotifyNl.Simulator.Phones;

/// <summary>Numbers as people type and read them, around the digits that the record keeps.</summary>
internal static class PhoneNumber
{
    /// <returns>Digits with the country in front: 06 12345678, +31 6…, 0031 6… and 316… are all 31612345678. British 07700 9… is 447700 9….</returns>
    public static string Digits(string typed)
    {
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        if (typed.TrimStart().StartsWith('+'))
            return digits.StartsWith("310", StringComparison.Ordinal) ? "31" + digits[3..] : digits;
        if (digits.StartsWith("00", StringComparison.Ordinal))
            return digits[2..];
        if (digits.StartsWith("077009", StringComparison.Ordinal) && digits.Length == 11)
            return "44" + digits[1..];
        return digits.StartsWith('0') ? "31" + digits[1..] : digits;
    }

    /// <returns>06 12345678 for a Dutch mobile number, +32470123456 for another.</returns>
    public static string Display(string digits) =>
        digits.Length == 11 && digits.StartsWith("316", StringComparison.Ordinal) ? $"06 {digits[3..]}" : "+" + digits;
}
