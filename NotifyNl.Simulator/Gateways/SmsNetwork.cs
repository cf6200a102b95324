using System.Buffers;

namespace NotifyNl.Simulator.Gateways;

internal enum SmsAlphabet
{
    /// <summary>GSM-7, or UCS-2 when a letter needs it.</summary>
    Detect,

    /// <summary>GSM-7; a letter that it lacks becomes a question mark.</summary>
    Gsm,
    Ucs2,
}

/// <summary>What a mobile network makes of a text: its alphabet, its parts, and what falls off.</summary>
/// <remarks>
/// Counted by packing, not by dividing, as the network does: a letter of two units is never cut in two by the end of a part.
/// Sources: 3GPP TS 23.038 §6.2 (alphabets) and TS 23.040 §9.2.3.24.1 (parts).
/// </remarks>
internal static class SmsNetwork
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "^{}\\[~]|€\f";

    private const int MostParts = 99;

    private static readonly SearchValues<char> Gsm = SearchValues.Create(Basic + Extension);
    private static readonly SearchValues<char> Doubles = SearchValues.Create(Extension);

    /// <param name="maxParts">What does not fit in these falls off.</param>
    /// <returns>The text as the telephone shows it, and the parts it came in.</returns>
    public static (string Text, int Parts) Carry(string text, SmsAlphabet alphabet, int maxParts)
    {
        var gsm = !text.AsSpan().ContainsAnyExcept(Gsm);
        if (!gsm && alphabet == SmsAlphabet.Gsm)
            return Carry(string.Concat(text.Select(letter => Gsm.Contains(letter) ? letter : '?')), SmsAlphabet.Gsm, maxParts);
        return gsm && alphabet != SmsAlphabet.Ucs2
            ? Pack(text, 160, 153, maxParts, GsmStep)
            : Pack(text, 70, 67, maxParts, Ucs2Step);
    }

    private static (string Text, int Parts) Pack(string text, int single, int part, int maxParts, Func<string, int, Step> step)
    {
        var first = Fill(text, 0, single, step);
        if (first == text.Length || maxParts <= 1)
            return (text[..first], 1);

        var (end, parts) = (0, 0);
        for (; end < text.Length && parts < Math.Min(maxParts, MostParts); parts++)
            end = Fill(text, end, part, step);
        return (text[..end], parts);
    }

    private static int Fill(string text, int at, int room, Func<string, int, Step> step)
    {
        while (at < text.Length)
        {
            var (letters, units) = step(text, at);
            if ((room -= units) < 0)
                break;
            at += letters;
        }

        return at;
    }

    private static Step GsmStep(string text, int at) => new(1, Doubles.Contains(text[at]) ? 2 : 1);

    private static Step Ucs2Step(string text, int at) => char.IsSurrogatePair(text, at) ? new(2, 2) : new(1, 1);

    private readonly record struct Step(int Letters, int Units);
}
