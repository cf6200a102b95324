namespace NotifyNl.Templates;

/// <summary>The default alphabet of sms and its extension. Source: 3GPP TS 23.038 §6.2.1.</summary>
public static class GsmAlphabet
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "^{}\\[~]|€";

    private static readonly byte[] Table = Fill();

    /// <summary>1 for the basic alphabet; 2 for its extension, which goes as an escape and a second septet; 0 for all other characters.</summary>
    public static int Septets(char c) => c < Table.Length ? Table[c] : 0;

    public static bool Contains(char c) => Septets(c) > 0;

    private static byte[] Fill()
    {
        var table = new byte['€' + 1];
        foreach (var c in Basic)
            table[c] = 1;
        foreach (var c in Extension)
            table[c] = 2;
        return table;
    }
}
