using System.Globalization;

namespace NotifyNl.Data;

/// <summary>One PostgreSQL on this machine: the folder of its programs and its major version.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The one that pg_config names comes first, then Debian's folders, the newest first.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(CancellationToken cancel)
    {
        var folders = new List<string>();
        if (await NamedByPgConfigAsync(cancel) is { } named)
            folders.Add(named);
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(MajorInName).Select(f => Path.Combine(f, "bin")));

        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Distinct().Where(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres"))))
        {
            // "postgres (PostgreSQL) 15.18 (Debian …)"
            var version = (await ServerAccount.RunAsSelfAsync(cancel, Path.Combine(folder, "postgres"), "--version")).Output;
            var words = version.Split(' ', '.');
            if (words.Length > 2 && int.TryParse(words[2], CultureInfo.InvariantCulture, out var major))
                found.Add(new PostgresBinaries(folder, major));
        }

        return found;
    }

    /// <summary>What can open a cluster of this major version, or make one when there is none yet.</summary>
    public static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> present, int? clusterMajor, string dataFolder)
    {
        if (present.Count == 0 || (clusterMajor is null && present.All(p => p.Major < OldestMajor)))
            throw PrivatePostgresException.NoBinaries();
        return clusterMajor is null
            ? present.First(p => p.Major >= OldestMajor)
            : present.FirstOrDefault(p => p.Major == clusterMajor)
                ?? throw PrivatePostgresException.OtherVersion(dataFolder, clusterMajor.Value, present.Select(p => p.Major).Distinct());
    }

    private static int MajorInName(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0;

    private static async Task<string?> NamedByPgConfigAsync(CancellationToken cancel)
    {
        try
        {
            var outcome = await ServerAccount.RunAsSelfAsync(cancel, "pg_config", "--bindir");
            return outcome.Succeeded ? outcome.Output.Trim() : null;
        }
        catch (PrivatePostgresException)
        {
            return null; // pg_config belongs to the developer's package; the server works without
        }
    }
}
