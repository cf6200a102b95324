using System.Globalization;
using System.Text.RegularExpressions;
using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>A file among the values of an e-mail (api-v2, §2.8): judged by itself, so that its own field stands first in a complaint.</summary>
internal static partial class FileForm
{
    public static Refusal? Judge(object? file)
    {
        var form = new Form(file);
        form.String("file");
        Flag("is_csv");
        Flag("confirm_email_before_download");
        if (form["retention_period"] is { } period && !(period is string text && Weeks().IsMatch(text) && int.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) is >= 1 and <= 78))
            form.Complain("retention_period", $"Unsupported value for retention_period: {Bare(period)}. Supported periods are from 1 to 78 weeks.");
        if (form["filename"] is { } name && !(name is string fileName && Extension().IsMatch(fileName)))
            form.Complain("filename", "`filename` must end with a file extension. For example, filename.csv");
        if (form.Has("is_csv") && form.Has("filename"))
            form.Complain("is_csv", "Do not set a value for `is_csv` if `filename` is set.");
        form.Require("file").Only("file", "is_csv", "confirm_email_before_download", "retention_period", "filename");
        return form.Refusal;

        void Flag(string field)
        {
            if (form[field] is not (null or bool))
                form.Complain(field, $"Unsupported value for {field}: {Bare(form[field])}. Use a boolean true or false value.");
        }
    }

    private static string Bare(object? value) => value as string ?? PythonText.Repr(value);

    [GeneratedRegex(@"^[0-9]{1,2} weeks?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Weeks();

    [GeneratedRegex(@".\.[A-Za-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
