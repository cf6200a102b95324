using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NotifyNl.Recipients;

namespace NotifyNl.Web.Api;

/// <summary>An uploaded list, read from the wire as it comes in: in memory and never on a disk, for it is a list of citizens.</summary>
/// <param name="Fields">What stood in the form before the file.</param>
internal sealed record ReceivedFile(string FileName, IReadOnlyDictionary<string, string> Fields, MemoryStream File) : IDisposable
{
    /// <summary>More than any list may be: a larger file is read to its end, so that the visitor gets a sentence and not a broken connection.</summary>
    public const long LargestRequest = 200L << 20;

    private const string TokenField = "__RequestVerificationToken";

    public static async Task<Result<ReceivedFile>> FromAsync(HttpContext http, IAntiforgery antiforgery, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return new Problem("file-missing");

        var trusted = false;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (section.AsFormDataSection() is { } field)
                {
                    var value = await field.GetValueAsync(cancel);
                    fields[field.Name] = value;
                    if (field.Name != TokenField)
                        continue;
                    http.Request.Headers["RequestVerificationToken"] = value;
                    trusted = await antiforgery.IsRequestValidAsync(http);
                }
                else if (section.AsFileSection() is { } file)
                {
                    // The token stands first in the form; without it no byte of a file is kept.
                    return trusted ? await ReadAsync(file, fields, cancel) : new Problem("form-expired");
                }
            }
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException or InvalidDataException)
        {
            return new Problem(e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? "upload-too-large" : "upload-broken-off");
        }

        return new Problem(trusted ? "file-missing" : "form-expired");
    }

    public void Dispose() => File.Dispose();

    private static async Task<Result<ReceivedFile>> ReadAsync(FileMultipartSection file, Dictionary<string, string> fields, CancellationToken cancel)
    {
        var name = FileNames.Clean(file.FileName);
        if (name.Length == 0)
            return new Problem("file-missing");

        var content = new MemoryStream();
        var buffer = new byte[81920];
        var tooLarge = false;
        int read;
        while ((read = await file.FileStream!.ReadAsync(buffer, cancel)) > 0)
        {
            tooLarge |= content.Length + read > ListCheckOptions.DefaultMaxBytes;
            if (!tooLarge)
                content.Write(buffer, 0, read);
        }

        if (tooLarge)
            return new Problem("upload-too-large");
        content.Position = 0;
        return new ReceivedFile(name, fields, content);
    }
}
