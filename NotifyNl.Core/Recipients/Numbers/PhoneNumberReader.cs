using System.Globalization;
using PhoneNumbers;

namespace NotifyNl.Recipients;

/// <summary>Reads telephone numbers in all spellings that people and spreadsheets use.</summary>
/// <param name="homeRegion">The country whose numbers need no prefix, as an ISO code.</param>
public sealed class PhoneNumberReader(string homeRegion = "NL")
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private readonly int homeCode = Library.GetCountryCodeForRegion(homeRegion);

    public PhoneNumberCheck Check(string input)
    {
        var cleaned = NumberSpelling.Clean(input);
        if (cleaned.Problem is { } spelling)
            return Refuse(NumberKind.Unknown, spelling);

        var text = cleaned.Value!;
        var digits = Digits(text);
        if (NumbersInPlay.Find(text.StartsWith('+') ? "+" + digits : digits) is { } inPlay)
            return Accept(inPlay, NumberKind.Mobile, repaired: !inPlay.EndsWith(digits.TrimStart('0'), StringComparison.Ordinal));
        if (digits is "112" or "911" or "999" or "144" or "116000")
            return Refuse(NumberKind.Emergency, new Problem("number-emergency"));

        var (number, problem) = Parse(text);
        // "0+31…", "031…" and "000006…" are mended; a number of home with a digit too many or too few is never read as one of another country.
        var bare = text.Replace("+", "", StringComparison.Ordinal).TrimStart('0', ' ', '(', ')', '-');
        if (number is null && problem!.Code != "number-not-reachable" && (!IsNational(text) || bare.StartsWith($"{homeCode}", StringComparison.Ordinal)))
            (number, problem) = Parse(bare);
        if (number is null)
            return Refuse(KindOf(text), KindOf(text) is NumberKind.Unknown or NumberKind.Mobile ? problem! : NotReachable(KindOf(text)));

        var kind = Kind(number);
        var e164 = Library.Format(number, PhoneNumberFormat.E164);
        if (number.CountryCode == homeCode && kind == NumberKind.Landline)
            return Refuse(kind, new Problem("number-landline")) with { E164 = e164 };
        if (Countries.All.Find(e164) is null)
            return Refuse(kind, new Problem("number-unknown-country"));
        return Accept(e164, kind, IsRepaired(text, digits, number, e164));
    }

    /// <summary>As people write it: "06 12345678" at home, "+32 470 12 34 56" abroad.</summary>
    public static string Display(string e164)
    {
        if (e164.StartsWith("+316", StringComparison.Ordinal) && e164.Length == 12)
            return $"06 {e164[4..]}";
        try
        {
            return Library.Format(Library.Parse(e164, null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return e164;
        }
    }

    /// <summary>Enough to recognise one's own list by, too little to call: "06 •••• 5678".</summary>
    public static string Mask(string e164)
    {
        if (e164.StartsWith("+316", StringComparison.Ordinal) && e164.Length == 12)
            return $"06 •••• {e164[^4..]}";
        var country = Countries.All.Find(e164)?.Prefix ?? "";
        return $"+{country} •••• {e164[^3..]}";
    }

    /// <summary>The wording of the v2 API, on which existing clients rely.</summary>
    public static string WireMessage(Problem problem) => problem.Code switch
    {
        "number-too-long" or "number-several" => "Too many digits",
        "number-too-short" or "number-missing" or "number-emergency" => "Not enough digits",
        "number-landline" => "Not a UK mobile number",
        "number-unknown-character" or "number-rounded-by-excel" => "Must not contain letters or symbols",
        "number-unknown-country" => "Not a valid country prefix",
        _ => "Number is not valid – double check the phone number you entered",
    };

    internal static string? RegionOf(string prefix)
    {
        if (prefix.Length == 4 && prefix[0] == '1')
        {
            // Of North America the library tells regions by whole numbers only.
            try
            {
                return Library.GetRegionCodeForNumber(Library.Parse($"+{prefix}5551234", null));
            }
            catch (NumberParseException)
            {
                return null;
            }
        }

        var region = Library.GetRegionCodeForCountryCode(int.Parse(prefix, CultureInfo.InvariantCulture));
        return region is "ZZ" or "001" ? null : region;
    }

    private (PhoneNumber? Number, Problem? Problem) Parse(string text)
    {
        PhoneNumber number;
        try
        {
            number = Library.Parse(text, homeRegion);
        }
        catch (NumberParseException e)
        {
            return (null, new Problem(e.ErrorType switch
            {
                ErrorType.TOO_LONG => "number-too-long",
                ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD => "number-too-short",
                _ => "number-invalid",
            }));
        }

        var reason = Library.IsPossibleNumberWithReason(number);
        if (reason != PhoneNumberUtil.ValidationResult.IS_POSSIBLE)
        {
            // Spreadsheets eat the plus of +32…: what is no number of home may be one with its country.
            if (!IsNational(text) && WithPlus(text) is { } abroad)
                number = abroad;
            else
                return (null, new Problem(reason switch
                {
                    PhoneNumberUtil.ValidationResult.TOO_LONG => "number-too-long",
                    PhoneNumberUtil.ValidationResult.TOO_SHORT or PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => "number-too-short",
                    PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE => "number-unknown-country",
                    _ => "number-invalid",
                }));
        }

        // Ofcom's numbers for drama are in no plan but in many a test.
        if (number.CountryCode == 44 && number.NationalNumber / 100000 is >= 77000 and <= 77009)
            return (number, null);
        if (!Library.IsValidNumber(number))
            return (null, new Problem("number-invalid"));
        var kind = Kind(number);
        return kind is NumberKind.Mobile or NumberKind.Landline or NumberKind.Machine097 ? (number, null) : (null, NotReachable(kind));
    }

    private static PhoneNumber? WithPlus(string text)
    {
        try
        {
            var number = Library.Parse("+" + text, null);
            return Library.IsPossibleNumber(number) ? number : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    // 06…, but not 0031… and not 0+31….
    private static bool IsNational(string text)
    {
        var digits = Digits(text);
        return !text.Contains('+') && digits.Length > 1 && digits[0] == '0' && digits[1] != '0';
    }

    private NumberKind KindOf(string text)
    {
        try
        {
            var number = Library.Parse(text, homeRegion);
            return Library.IsValidNumber(number) ? Kind(number) : NumberKind.Unknown;
        }
        catch (NumberParseException)
        {
            return NumberKind.Unknown;
        }
    }

    private static NumberKind Kind(PhoneNumber number) => Library.GetNumberType(number) switch
    {
        PhoneNumberType.MOBILE when number.CountryCode == 31 && number.NationalNumber.ToString(CultureInfo.InvariantCulture).StartsWith("97", StringComparison.Ordinal)
            => NumberKind.Machine097,
        PhoneNumberType.MOBILE => NumberKind.Mobile,
        // In North America a number does not tell; a personal number may be a mobile one.
        PhoneNumberType.FIXED_LINE_OR_MOBILE when number.CountryCode == 1 => NumberKind.Mobile,
        PhoneNumberType.PERSONAL_NUMBER => NumberKind.Mobile,
        PhoneNumberType.FIXED_LINE or PhoneNumberType.FIXED_LINE_OR_MOBILE or PhoneNumberType.UAN => NumberKind.Landline,
        PhoneNumberType.TOLL_FREE => NumberKind.Free,
        PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST => NumberKind.Premium,
        PhoneNumberType.PAGER => NumberKind.Pager,
        PhoneNumberType.VOIP => NumberKind.Voip,
        PhoneNumberType.UNKNOWN when number.CountryCode == 44 => NumberKind.Mobile,
        _ => NumberKind.Other,
    };

    private static Problem NotReachable(NumberKind kind) => new(kind switch
    {
        NumberKind.Free => "number-free",
        NumberKind.Premium => "number-premium",
        NumberKind.Landline => "number-landline",
        _ => "number-not-reachable",
    });

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private bool IsRepaired(string text, string digits, PhoneNumber number, string e164)
    {
        var international = e164[1..];
        // +31 (0)6 is how people write both forms in one.
        var unbracketed = Digits(text.Replace("(0)", "", StringComparison.Ordinal));
        var national = number.CountryCode == homeCode ? "0" + Library.GetNationalSignificantNumber(number) : null;
        return unbracketed != international && unbracketed != "00" + international && digits != national;
    }

    private PhoneNumberCheck Accept(string e164, NumberKind kind, bool repaired) =>
        new(true, e164, kind, Countries.All.Find(e164), repaired, null) { Abroad = !e164.StartsWith($"+{homeCode}", StringComparison.Ordinal) };

    private static PhoneNumberCheck Refuse(NumberKind kind, Problem problem) => new(false, null, kind, null, false, problem);
}
