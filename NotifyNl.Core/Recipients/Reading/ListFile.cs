using System.IO.Compression;
using NotifyNl.Recipients.Reading.Delimited;
using NotifyNl.Recipients.Reading.Workbooks;

namespace NotifyNl.Recipients.Reading;

/// <summary>Finds out what a file is, by what is in it and not by its name, and opens it.</summary>
internal static class ListFile
{
    private static readonly string[] TextFormats = ["csv", "tsv", "txt"];

    /// <exception cref="UnreadableListException">It is no list, or not one that can be opened.</exception>
    public static SheetReader Open(Stream file, string name, long maxBytes)
    {
        var extension = Extension(name);
        if (file.Length == 0)
            throw UnreadableListException.Because("file-empty");
        if (file.Length > maxBytes)
            throw UnreadableListException.Because("file-too-large", maxBytes >> 20);

        return FileKinds.Of(file) switch
        {
            FileKind.Zip => OpenZip(file, name, extension),
            FileKind.Compound => OpenCompound(file, name),
            FileKind.Picture => throw UnreadableListException.Because("file-picture"),
            FileKind.Pdf => throw UnreadableListException.Because("file-pdf"),
            _ => OpenText(file, name, extension),
        };
    }

    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    private static SheetReader OpenZip(Stream file, string name, string extension)
    {
        ZipDirectory.Check(file);
        string[] parts;
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
            parts = [.. zip.Entries.Select(e => e.FullName.Replace('\\', '/'))];

        if (Has("xl/workbook.bin"))
            return new BinaryWorkbookReader(file, name, "xlsb");
        if (Has("xl/workbook.xml"))
            return new XlsxReader(file, name, extension == "xlsm" || Has("xl/vbaProject.bin") ? "xlsm" : "xlsx");
        if (Has("content.xml") && !IsPassword())
            return new OdsReader(file, name);
        throw Has("content.xml") ? UnreadableListException.Because("file-password")
            : extension == "numbers" || parts.Any(p => p.StartsWith("Index/", StringComparison.Ordinal) || p == "Index.zip") ? UnreadableListException.Because("file-numbers")
            : Has("word/document.xml") ? UnreadableListException.Because("file-word")
            : extension is "xlsx" or "xlsm" or "xlsb" or "ods" ? UnreadableListException.Damaged()
            : UnreadableListException.Because("file-unknown");

        bool Has(string part) => parts.Contains(part, StringComparer.OrdinalIgnoreCase);

        bool IsPassword() => OdsReader.IsEncrypted(file);
    }

    /// <summary>The container of Excel 97, and also the one around an xlsx with a password.</summary>
    private static BinaryWorkbookReader OpenCompound(Stream file, string name) => FileKinds.MentionsEncryption(file)
        ? throw UnreadableListException.Because("file-password")
        : new BinaryWorkbookReader(file, name, "xls");

    private static DelimitedReader OpenText(Stream file, string name, string extension)
    {
        if (TextEncodings.Detect(file) is not var (encoding, encodingName))
        {
            throw extension is "xlsx" or "xlsm" or "xlsb" or "xls" or "ods" or "csv" or "tsv" or "txt"
                ? UnreadableListException.Damaged()
                : extension == "numbers" ? UnreadableListException.Because("file-numbers") : UnreadableListException.Because("file-unknown");
        }

        // A text that is named as a workbook is one that was cut or overwritten; a web page is what many programs call "export to Excel".
        if (extension is "xlsx" or "xlsm" or "xlsb" or "ods")
            throw UnreadableListException.Damaged();
        if (FileKinds.IsMarkup(file))
            throw UnreadableListException.Because("file-web-page");
        if (!TextFormats.Contains(extension) && extension is not ("" or "xls"))
            throw UnreadableListException.Because("file-unknown");
        return new DelimitedReader(file, name, TextFormats.Contains(extension) ? extension : "csv", encoding, encodingName);
    }
}
