using System.Globalization;

namespace NotifyNl.Data;

/// <summary>How the private server is set; given with its start, so that no file of the cluster is ours to keep.</summary>
internal static class ServerSettings
{
    public static IEnumerable<string> Arguments(ClusterHome home, PrivatePostgresOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "",
            ["port"] = "5432",
            ["unix_socket_directories"] = home.SocketFolder,
            ["max_connections"] = options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["shared_buffers"] = $"{options.SharedBuffersMegabytes}MB",
            ["max_wal_size"] = "4GB",
            ["checkpoint_timeout"] = "15min",
            ["autovacuum_naptime"] = "10s",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["log_checkpoints"] = "off",
            // A failed statement and its details may hold a phone number: only the error itself is logged.
            ["log_min_error_statement"] = "panic",
            ["log_error_verbosity"] = "terse",
        };
        if (!options.Durable)
            settings["fsync"] = settings["synchronous_commit"] = settings["full_page_writes"] = "off";
        if (options.CountsStatements)
            (settings["shared_preload_libraries"], settings["pg_stat_statements.track_planning"]) = ("pg_stat_statements", "on");
        return settings.SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" });
    }
}
