using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;

namespace NotifyNl.Cli;

/// <summary>
/// Writes what the portal is made of, as CycloneDX 1.6: every package of its two lock files with its hash, and what asks for what. No time and no chance in it, so that the
/// same sources give the same file.
/// </summary>
/// <remarks>Source: https://cyclonedx.org/docs/1.6/json/ and, for the names, https://github.com/package-url/purl-spec.</remarks>
internal static class SbomCommand
{
    public static int Run(Arguments arguments, TextWriter output)
    {
        var (root, file) = (arguments.Subject, arguments["--out"] ?? throw new UsageException("--out ontbreekt: het bestand dat gemaakt wordt"));
        if (!File.Exists(Path.Combine(root, "NotifyNl.Web", "packages.lock.json")) || !File.Exists(Path.Combine(root, "package-lock.json")))
            throw new UsageException($"In {root} staan geen packages.lock.json en package-lock.json");

        var packages = NuGet(root).Concat(Npm(root)).OrderBy(p => p.Purl, StringComparer.Ordinal).ToList();
        var version = XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("Version").Single().Value;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using (var stream = File.Create(file))
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            Write(json, version, packages);
        output.WriteLine($"{packages.Count} pakketten in {file}");
        return CommandLine.Fine;
    }

    private static List<Package> NuGet(string root)
    {
        using var locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "NotifyNl.Web", "packages.lock.json")));
        var all = locked.RootElement.GetProperty("dependencies").EnumerateObject().Single().Value.EnumerateObject().ToList();
        var purls = all.Where(p => !IsOurs(p)).ToDictionary(p => p.Name, p => $"pkg:nuget/{p.Name}@{p.Value.GetProperty("resolved").GetString()}", StringComparer.OrdinalIgnoreCase);
        // What our own projects ask for, the portal asks for.
        var asked = all.Where(IsOurs).SelectMany(Needs).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. all.Where(p => !IsOurs(p)).Select(p => new Package(
            purls[p.Name], p.Name, null, p.Value.GetProperty("resolved").GetString()!, p.Value.GetProperty("contentHash").GetString()!, null,
            p.Value.GetProperty("type").GetString() == "Direct" || asked.Contains(p.Name), [.. Needs(p).Where(purls.ContainsKey).Select(n => purls[n])]))];

        static bool IsOurs(JsonProperty package) => package.Value.GetProperty("type").GetString() == "Project";

        static IEnumerable<string> Needs(JsonProperty package) =>
            package.Value.TryGetProperty("dependencies", out var needs) ? needs.EnumerateObject().Select(n => n.Name) : [];
    }

    private static List<Package> Npm(string root)
    {
        const string folder = "node_modules/";
        using var locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "package-lock.json")));
        var all = locked.RootElement.GetProperty("packages").EnumerateObject().ToList();
        var asked = Needs(all.Single(p => p.Name.Length == 0)).ToHashSet(StringComparer.Ordinal);
        var installed = all.Where(p => p.Name.StartsWith(folder, StringComparison.Ordinal)).ToList();
        var purls = installed.ToDictionary(p => p.Name[folder.Length..], p => Purl(p.Name[folder.Length..], p.Value.GetProperty("version").GetString()!));
        return [.. installed.Select(p =>
        {
            var (name, version) = (p.Name[folder.Length..], p.Value.GetProperty("version").GetString()!);
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            return new Package(
                purls[name], name[(slash + 1)..], slash < 0 ? null : name[..slash], version, p.Value.GetProperty("integrity").GetString()!["sha512-".Length..],
                p.Value.TryGetProperty("license", out var license) ? license.GetString() : null, asked.Contains(name), [.. Needs(p).Where(purls.ContainsKey).Select(n => purls[n])]);
        })];

        static string Purl(string name, string version) => $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}";

        static IEnumerable<string> Needs(JsonProperty package) =>
            package.Value.TryGetProperty("dependencies", out var needs) ? needs.EnumerateObject().Select(n => n.Name) : [];
    }

    private static void Write(Utf8JsonWriter json, string version, List<Package> packages)
    {
        var self = $"pkg:generic/notify-nl@{version}";
        json.WriteStartObject();
        json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        json.WriteString("serialNumber", $"urn:uuid:{Serial(packages)}");
        json.WriteNumber("version", 1);
        json.WriteStartObject("metadata");
        json.WriteStartObject("component");
        json.WriteString("type", "application");
        json.WriteString("bom-ref", self);
        json.WriteString("name", "Notify NL");
        json.WriteString("version", version);
        WriteLicense(json, "EUPL-1.2");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("components");
        foreach (var package in packages)
            WriteComponent(json, package);
        json.WriteEndArray();
        json.WriteStartArray("dependencies");
        WriteDependency(json, self, packages.Where(p => p.Asked).Select(p => p.Purl));
        foreach (var package in packages)
            WriteDependency(json, package.Purl, package.Needs);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter json, Package package)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", package.Purl);
        if (package.Group is not null)
            json.WriteString("group", package.Group);
        json.WriteString("name", package.Name);
        json.WriteString("version", package.Version);
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", "SHA-512");
        json.WriteString("content", Convert.ToHexStringLower(Convert.FromBase64String(package.Sha512)));
        json.WriteEndObject();
        json.WriteEndArray();
        if (package.License is not null)
            WriteLicense(json, package.License);
        json.WriteString("purl", package.Purl);
        json.WriteEndObject();
    }

    private static void WriteLicense(Utf8JsonWriter json, string expression)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", expression);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteDependency(Utf8JsonWriter json, string from, IEnumerable<string> to)
    {
        json.WriteStartObject();
        json.WriteString("ref", from);
        json.WriteStartArray("dependsOn");
        foreach (var purl in to.Distinct().Order(StringComparer.Ordinal))
            json.WriteStringValue(purl);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A uuid of version 8, made of what it stands for.</summary>
    private static Guid Serial(List<Package> packages)
    {
        var bytes = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', packages.Select(p => $"{p.Purl} {p.Sha512}"))))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <param name="Sha512">In base64, as both lock files have it.</param>
    /// <param name="Asked">By us, and not only by another package.</param>
    private sealed record Package(string Purl, string Name, string? Group, string Version, string Sha512, string? License, bool Asked, IReadOnlyList<string> Needs);
}
