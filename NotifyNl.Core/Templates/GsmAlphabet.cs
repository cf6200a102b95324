using System.Buffers;

namespace NotifyNl.Templates;

/// <summary>The default alphabet of sms and its extension. Source: 3GPP TS 23.038 §6.2.1.</summary>
public static class GsmAlphabet
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "^{}\\[~]|€";

    /// <summary>Characters that take one septet.</summary>
    public static readonly SearchValues<char> OneSeptet = SearchValues.Create(Basic);

    /// <summary>Characters that take two: an escape and themselves.</summary>
    public static readonly SearchValues<char> TwoSeptets = SearchValues.Create(Extension);

    public static readonly SearchValues<char> All = SearchValues.Create(Basic + Extension);

    public static bool Contains(char c) => All.Contains(c);
}
