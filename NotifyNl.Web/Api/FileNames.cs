using NotifyNl.Sending;

namespace NotifyNl.Web.Api;

internal static class FileNames
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The name that people know a file by: no folders, no control characters, of a bounded length and with its ending kept.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Replace('\\', '/').Split('/')[^1];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*' or '\u202E'))).Trim();
        if (clean.Length <= Upload.MaxFileNameLength)
            return clean;
        var ending = Path.GetExtension(clean);
        return ending.Length < 10 ? clean[..(Upload.MaxFileNameLength - ending.Length)] + ending : clean[..Upload.MaxFileNameLength];
    }
}
