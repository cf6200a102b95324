namespace NotifyNl.Templates;

/// <summary>How a text travels: one letter outside the GSM alphabet makes the whole message UCS-2.</summary>
public enum SmsEncoding : short
{
    /// <summary>160 septets in one part, 153 in each of several.</summary>
    Gsm7 = 0,

    /// <summary>70 UTF-16 code units in one part, 67 in each of several.</summary>
    Ucs2 = 1,
}
