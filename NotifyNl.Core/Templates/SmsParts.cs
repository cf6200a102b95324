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
    public static int Count(ReadOnlySpan<char> text, SmsEncoding encoding) =>
        encoding == SmsEncoding.Gsm7 ? CountGsm(text) : CountUcs2(text);

    private static int CountGsm(ReadOnlySpan<char> text)
    {
        // Most texts hold no character of the extension: then it is a division.
        if (text.IndexOfAny(GsmAlphabet.TwoSeptets) < 0)
            return text.Length <= GsmSingle ? 1 : (text.Length + GsmPart - 1) / GsmPart;

        var septets = text.Length;
        foreach (var c in text)
        {
            if (GsmAlphabet.TwoSeptets.Contains(c))
                septets++;
        }

        if (septets <= GsmSingle)
            return 1;

        var (parts, room) = (1, GsmPart);
        foreach (var c in text)
        {
            var needed = GsmAlphabet.TwoSeptets.Contains(c) ? 2 : 1;
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

        var (parts, room) = (1, Ucs2Part);
        for (var i = 0; i < text.Length; i++)
        {
            var needed = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            if (needed > room)
                (parts, room) = (parts + 1, Ucs2Part);
            room -= needed;
            i += needed - 1;
        }

        return parts;
    }
}
