namespace NotifyNl.Recipients.Checking;

/// <summary>Names from a file within a sentence: ‘naam’, ‘datum’. Without "and", so that it fits a sentence in any language.</summary>
internal static class Quoted
{
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"‘{name}’"));
}
