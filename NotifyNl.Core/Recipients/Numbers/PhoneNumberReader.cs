using System.Globalization;
using PhoneNumbers;

namespace NotifyNl.Recipients;

/// <summary>Reads telephone numbers in all spellings that people and spreadsheets use.</summary>
/// <param name="homeRegion">The country whose numbers need no prefix, as an ISO code.</param>
public sealed class PhoneNumberReader(string homeRegion = "NL")
{
    private const string Invalid = "number-invalid";

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    private static readonly string[] Emergency = ["112", "911", "999", "144", "116000"];

    private readonly string homeCode = Library.GetCountryCodeForRegion(homeRegion).ToString(CultureInfo.InvariantCulture);

    public PhoneNumberCheck Check(string input)
    {
        if (homeRegion == "NL" && DutchMobile.Read(input, out var lostZero) is { } mobile)
            return Accept(mobile, NumberKind.Mobile, lostZero);

        var read = NumberSpelling.Read(input);
        if (read.Problem is { } unreadable)
            return Refuse(NumberKind.Unknown, unreadable);

        var (text, isMended) = read.Value;
        var digits = NumberSpelling.DigitsOf(text);
        if (NumbersInPlay.Find(text.StartsWith('+') ? "+" + digits : digits) is { } inPlay)
            return Accept(inPlay, NumberKind.Mobile, isMended || !IsNotation(digits, inPlay[1..3], inPlay[3..]));
        if (Emergency.Contains(digits))
            return Refuse(NumberKind.Emergency, new Problem("number-emergency"));

        var (number, problem) = Parse(text);
        if (number is null && Bare(text) is { } bare)
            (number, problem) = Parse(bare);
        if (number is null)
            return Refuse(NumberKind.Unknown, DutchLength(digits) ?? problem!);

        var kind = Kind(number);
        var isHome = Code(number) == homeCode;
        if (kind is not (NumberKind.Mobile or NumberKind.Machine097) && (isHome || kind != NumberKind.Landline))
            return Refuse(kind, NotReachable(kind));

        var e164 = Library.Format(number, PhoneNumberFormat.E164);
        if (Countries.All.Find(e164) is null)
            return Refuse(kind, new Problem("number-unknown-country"));
        return Accept(e164, kind, isMended || !IsNotation(digits, Code(number), Library.GetNationalSignificantNumber(number)));
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

    /// <summary>A number that exists, of any kind; or why not.</summary>
    private (PhoneNumber? Number, Problem? Problem) Parse(string text)
    {
        var home = Parse(text, homeRegion);
        if (home.Number is not null || text.Contains('+') || text.TrimStart(' ', '(').StartsWith('0'))
            return home;

        // Spreadsheets eat the plus of +32…: what is no number of home may be one with its country.
        var abroad = Parse("+" + text, null);
        return abroad.Number is not null || abroad.Problem!.Code == Invalid ? abroad : home;
    }

    private static (PhoneNumber? Number, Problem? Problem) Parse(string text, string? region)
    {
        PhoneNumber number;
        try
        {
            number = Library.Parse(text, region);
        }
        catch (NumberParseException e)
        {
            return (null, new Problem(e.ErrorType switch
            {
                ErrorType.TOO_LONG => "number-too-long",
                ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD => "number-too-short",
                ErrorType.INVALID_COUNTRY_CODE => "number-unknown-country",
                _ => Invalid,
            }));
        }

        if (Library.IsValidNumber(number) || IsDrama(number))
            return (number, null);
        return (null, new Problem(Library.IsPossibleNumberWithReason(number) switch
        {
            PhoneNumberUtil.ValidationResult.TOO_LONG => "number-too-long",
            PhoneNumberUtil.ValidationResult.TOO_SHORT or PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => "number-too-short",
            PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE => "number-unknown-country",
            _ => Invalid,
        }));
    }

    /// <summary>"0+31…", "+06…" and "00006…" without their surplus.</summary>
    /// <returns>Null for a number as home writes it: with a digit too many it must not become one of another country.</returns>
    private string? Bare(string text)
    {
        var bare = text.Replace("+", "", StringComparison.Ordinal).TrimStart('0', ' ', '(', ')', '-');
        var digits = NumberSpelling.DigitsOf(text);
        var isNational = !text.Contains('+') && digits.StartsWith('0') && !digits.StartsWith("00", StringComparison.Ordinal);
        return isNational && !bare.StartsWith(homeCode, StringComparison.Ordinal) ? null : bare;
    }

    /// <summary>What the library calls "invalid", because Dutch numbers of other kinds have that length.</summary>
    private Problem? DutchLength(string digits)
    {
        var national = digits.AsSpan().TrimStart('0');
        if (national.StartsWith("31"))
            national = national[2..].TrimStart('0');
        if (homeCode != "31" || !national.StartsWith("6"))
            return null;
        return national.Length switch
        {
            < 9 => new Problem("number-too-short"),
            > 9 => new Problem("number-too-long"),
            _ => null,
        };
    }

    /// <summary>Ofcom's numbers for drama are in no plan but in many a test.</summary>
    private static bool IsDrama(PhoneNumber number) => number is { CountryCode: 44, NationalNumber: >= 7700900000 and <= 7700900999 };

    private static string Code(PhoneNumber number) => number.CountryCode.ToString(CultureInfo.InvariantCulture);

    private static NumberKind Kind(PhoneNumber number) => Library.GetNumberType(number) switch
    {
        PhoneNumberType.MOBILE when number.CountryCode == 31 && number.NationalNumber.ToString(CultureInfo.InvariantCulture).StartsWith("97", StringComparison.Ordinal)
            => NumberKind.Machine097,
        PhoneNumberType.MOBILE => NumberKind.Mobile,
        // In North America a number does not tell; a personal number may be a mobile one.
        PhoneNumberType.FIXED_LINE_OR_MOBILE or PhoneNumberType.PERSONAL_NUMBER => NumberKind.Mobile,
        PhoneNumberType.FIXED_LINE or PhoneNumberType.UAN => NumberKind.Landline,
        PhoneNumberType.TOLL_FREE => NumberKind.Free,
        PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST => NumberKind.Premium,
        PhoneNumberType.PAGER => NumberKind.Pager,
        PhoneNumberType.VOIP => NumberKind.Voip,
        PhoneNumberType.UNKNOWN when IsDrama(number) => NumberKind.Mobile,
        _ => NumberKind.Other,
    };

    private static Problem NotReachable(NumberKind kind) => new(kind switch
    {
        NumberKind.Free => "number-free",
        NumberKind.Premium => "number-premium",
        NumberKind.Landline => "number-landline",
        _ => "number-not-reachable",
    });

    /// <summary>Whether these digits say the number in full, in one of the ways people write it: 06…, 316…, 00316…, +31(0)6….</summary>
    private static bool IsNotation(string digits, string code, string national)
    {
        if (!digits.EndsWith(national, StringComparison.Ordinal))
            return false;
        var head = digits.AsSpan(0, digits.Length - national.Length);
        if (head is "0")
            return true;
        head = head.StartsWith("00") ? head[2..] : head;
        return head.StartsWith(code) && head[code.Length..] is "" or "0";
    }

    private PhoneNumberCheck Accept(string e164, NumberKind kind, bool repaired) =>
        new(true, e164, kind, Countries.All.Find(e164), repaired, null) { Abroad = !e164.AsSpan(1).StartsWith(homeCode) };

    private static PhoneNumberCheck Refuse(NumberKind kind, Problem problem) => new(false, null, kind, null, false, problem);
}
