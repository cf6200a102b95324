using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NotifyNl.Data;

/// <summary>
/// Where the cluster of one data folder lives: its tables in <c>data</c>, its socket in <c>socket</c>.
/// The home is closed (0700) for every account but the server's, and that is its only lock: inside, whoever reaches the socket is trusted.
/// </summary>
internal sealed record ClusterHome(string Folder, string SocketFolder)
{
    /// <summary>A new cluster takes about 40 MB and its write-ahead log 16 MB a piece.</summary>
    public const long MinimumFreeBytes = 100L << 20;

    private const string FarHomes = "/var/lib/notify-nl";

    // sockaddr_un holds 107 bytes and the final zero; the server adds "/.s.PGSQL.5432".
    private const int LongestSocketFolder = 107 - 15;

    public string Data => Path.Combine(Folder, "data");

    public int? Major
    {
        get
        {
            var file = Path.Combine(Data, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
        }
    }

    public static async Task<ClusterHome> OpenAsync(string dataFolder, CancellationToken cancel)
    {
        var near = Path.Combine(dataFolder, "postgres");
        var home = !ServerAccount.IsAnother ? OpenOwn(near) : await OpenForAccountAsync(dataFolder, near, cancel);
        var free = new DriveInfo(home.Folder).AvailableFreeSpace;
        return free >= MinimumFreeBytes ? home : throw PrivatePostgresException.NoRoom(dataFolder, free);
    }

    private static ClusterHome OpenOwn(string near)
    {
        Make(near);
        var socket = Path.Combine(near, "socket");
        if (!FitsSocket(socket))
            socket = Path.Combine(Path.GetTempPath(), "notify-nl-" + Hash(near));
        Make(socket);
        return new ClusterHome(near, socket);

        static void Make(string folder)
        {
            Directory.CreateDirectory(folder);
            // Also the proof that the folder is ours: somebody else's cannot be changed.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Beside the data when the account may come there; else under <see cref="FarHomes"/>, named in the data folder.</summary>
    private static async Task<ClusterHome> OpenForAccountAsync(string dataFolder, string near, CancellationToken cancel)
    {
        var name = Path.Combine(dataFolder, "postgres-folder.txt");
        if (File.Exists(name))
            return await MakeAsync((await File.ReadAllTextAsync(name, cancel)).Trim(), cancel);

        var inUse = Directory.Exists(Path.Combine(near, "data"));
        if (FitsSocket(Path.Combine(near, "socket")))
        {
            var home = await MakeAsync(near, cancel);
            if ((await ServerAccount.RunAsync(cancel, "test", "-w", near)).Succeeded)
                return home;
            if (!inUse)
                Directory.Delete(near, recursive: true);
        }

        if (inUse)
            throw PrivatePostgresException.OutOfReach(near);

        // A home without a data folder that names it belonged to one that was thrown away: never taken up again, never deleted.
        var first = Path.Combine(FarHomes, Hash(dataFolder));
        var far = Enumerable.Range(2, 1000).Select(n => $"{first}-{n}").Prepend(first).First(f => !Directory.Exists(f));
        var opened = await MakeAsync(far, cancel);
        await File.WriteAllTextAsync(name, far + "\n", cancel);
        return opened;
    }

    private static async Task<ClusterHome> MakeAsync(string folder, CancellationToken cancel)
    {
        var socket = Path.Combine(folder, "socket");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        var made = await ServerAccount.RunAsSelfAsync(cancel, "install", "-d", "-m", "0700", "-o", ServerAccount.Name, "-g", ServerAccount.Name, folder, socket);
        return made.Succeeded ? new ClusterHome(folder, socket)
            : made.Errors.Contains("invalid user", StringComparison.Ordinal) ? throw PrivatePostgresException.NoAccount()
            : throw new PrivatePostgresException($"De map {folder} voor PostgreSQL is niet te maken: {made.LastWords}.");
    }

    // A comma separates several hosts in a connection string and several folders in the server's settings.
    private static bool FitsSocket(string folder) => Encoding.UTF8.GetByteCount(folder) <= LongestSocketFolder && !folder.Contains(',', StringComparison.Ordinal);

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
}
