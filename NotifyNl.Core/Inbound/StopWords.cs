namespace NotifyNl.Inbound;

/// <summary>By which a citizen says that a service may send nothing more. The whole text is one of these, but for signs around it: "stop ermee" may mean anything.</summary>
public static class StopWords
{
    private static readonly HashSet<string> Words = new(["STOP", "STOPP", "UIT", "AF", "AFMELDEN", "STOPALL", "UNSUBSCRIBE"], StringComparer.Ordinal);

    public static bool Contains(string word) => Words.Contains(word);

    public static bool IsStop(string text) => Contains(text.Trim(' ', '\n', '\r', '\t', '.', '!', ',', ';', ':', '"', '\'', '“', '”', '‘', '’', '«', '»', '\u00a0').ToUpperInvariant());
}
