using System.IO.Compression;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>What the parts around the sheet say: where the first visible sheet stands, and from which year its days are counted.</summary>
internal sealed record XlsxWorkbook(string SheetName, ZipArchiveEntry Sheet, ZipArchiveEntry? Strings, ZipArchiveEntry? Styles, bool From1904)
{
    public static XlsxWorkbook Open(ZipArchive zip)
    {
        var path = MainPart(zip) ?? "xl/workbook.xml";
        var part = Find(zip, path) ?? throw UnreadableListException.Damaged();
        var (id, name, from1904) = FirstVisibleSheet(part);
        var targets = Targets(zip, path);
        var sheet = targets.Find(t => t.Id == id).Target is { } target ? Find(zip, target) : null;
        return new XlsxWorkbook(
            name,
            sheet ?? throw UnreadableListException.Damaged(),
            Find(zip, targets.Find(t => t.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Target),
            Find(zip, targets.Find(t => t.Type.EndsWith("/styles", StringComparison.Ordinal)).Target),
            from1904);
    }

    private static string? MainPart(ZipArchive zip) =>
        Targets(zip, "").Find(t => t.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Target;

    private static (string Id, string Name, bool From1904) FirstVisibleSheet(ZipArchiveEntry part)
    {
        var from1904 = false;
        using var xml = SheetXml.Open(part, ReadLimits.PartCharacters);
        while (xml.ReadOn())
        {
            if (xml.IsElement("workbookPr"))
                from1904 = IsTrue(xml.Attribute("date1904"));
            else if (xml.IsElement("sheet") && xml.Attribute("state") is null or "visible")
                return xml.IsElement("sheet") ? (RelationId(xml), xml.Attribute("name") ?? "", from1904) : throw UnreadableListException.Damaged();
        }

        throw UnreadableListException.Because("no-visible-sheet");
    }

    /// <summary>The sheet's own number is also called "…id": the relation is the one in another namespace.</summary>
    private static string RelationId(XmlReader xml)
    {
        var id = "";
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
                id = xml.Value;
        }

        xml.MoveToElement();
        return id;
    }

    public static bool IsTrue(string? value) => value is "1" or "true" or "on";

    private static List<(string Id, string Type, string? Target)> Targets(ZipArchive zip, string path)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var targets = new List<(string, string, string?)>();
        if (Find(zip, $"{folder}_rels/{path[folder.Length..]}.rels") is not { } part)
            return targets;
        using var xml = SheetXml.Open(part, ReadLimits.PartCharacters);
        while (xml.ReadOn())
        {
            if (xml.IsElement("Relationship") && xml.Attribute("TargetMode") != "External")
                targets.Add((xml.Attribute("Id") ?? "", xml.Attribute("Type") ?? "", Resolve(folder, xml.Attribute("Target") ?? "")));
        }

        return targets;
    }

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/'))
            return target[1..];
        var names = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var name in target.Split('/'))
        {
            if (name != "..")
                names.Add(name);
            else if (names.Count > 0)
                names.RemoveAt(names.Count - 1);
        }

        return string.Join('/', names);
    }

    /// <summary>Names of parts differ in case and in slashes between writers.</summary>
    private static ZipArchiveEntry? Find(ZipArchive zip, string? name) => name is null
        ? null
        : zip.GetEntry(name) ?? zip.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(name, StringComparison.OrdinalIgnoreCase));
}
