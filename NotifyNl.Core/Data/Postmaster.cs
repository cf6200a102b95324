namespace NotifyNl.Data;

internal enum PostmasterState
{
    /// <summary>No server has left word, or not yet all of it.</summary>
    Unknown,
    Running,
    Dead,
}

/// <summary>Whether a server runs on a cluster, as <c>postmaster.pid</c> and the kernel tell together.</summary>
internal static class Postmaster
{
    private const int SegmentLine = 6;

    public static string File(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>
    /// By the shared memory of the server, not by its process number: a killed server can linger as a zombie,
    /// its number can belong to another program by now, and its last sessions can outlive it for a moment.
    /// </summary>
    public static PostmasterState State(string data)
    {
        try
        {
            // "  5432001     65538": the key and the number of the segment.
            if (Words(System.IO.File.ReadLines(File(data)).ElementAtOrDefault(SegmentLine) ?? "") is not [_, var segment])
                return PostmasterState.Unknown;

            // Columns: key, shmid, perms, size, cpid, lpid, nattch…
            return System.IO.File.ReadLines("/proc/sysvipc/shm").Skip(1)
                .Select(Words)
                .Any(row => row[1] == segment && row[6] != "0")
                ? PostmasterState.Running : PostmasterState.Dead;
        }
        catch (IOException)
        {
            return PostmasterState.Unknown;
        }
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
