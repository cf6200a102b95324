namespace NotifyNl.Templates;

/// <summary>In how many parts a text travels, and so what it costs.</summary>
public static class SmsParts
{
    private const int GsmSingle = 160;
    private const int GsmPart = 153;
    private const int Ucs2Single = 70;
    private const int Ucs2Part = 67;

    /// <summary>The number of parts that the network makes of a text.</summary>
    /// <param name="text">The text as it leaves: filled in, with prefix, repaired.</param>
    /// <returns>At least 1. An escape pair or a surrogate pair is never split over two parts, so a part may be one unit short.</returns>
    /// <remarks>Source: 3GPP TS 23.040 §9.2.3.24.1: of 140 octets a part of several loses 6 to the concatenation header, which leaves 153 septets or 67 code units.</remarks>
    public static int Count(ReadOnlySpan<char> text, SmsEncoding encoding)
    {
        if (encoding == SmsEncoding.Ucs2)
            return CountUcs2(text);

        var extended = 0;
        foreach (var c in text)
            extended += GsmAlphabet.Septets(c) == 2 ? 1 : 0;
        return CountGsm(text, extended);
    }

    /// <param name="extended">How many of the characters are of the extension.</param>
    internal static int CountGsm(ReadOnlySpan<char> text, int extended)
    {
        if (text.Length + extended <= GsmSingle)
            return 1;

        // Most texts hold no character of the extension: then it is a division.
        if (extended == 0)
            return (text.Length + GsmPart - 1) / GsmPart;

        var (parts, room) = (1, GsmPart);
        foreach (var c in text)
        {
            var needed = Math.Max(1, GsmAlphabet.Septets(c));
            if (needed > room)
                (parts, room) = (parts + 1, GsmPart);
            room -= needed;
        }

        return parts;
    }

    private static int CountUcs2(ReadOnlySpan<char> text)
    {
        if (text.Length <= Ucs2Single)
            return 1;
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
            return (text.Length + Ucs2Part - 1) / Ucs2Part;

        var (parts, room) = (1, Ucs2Part);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Utf16SequenceLength > room)
                (parts, room) = (parts + 1, Ucs2Part);
            room -= rune.Utf16SequenceLength;
        }

        return parts;
    }
}
