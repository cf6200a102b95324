using System.ComponentModel;
using System.Diagnostics;

namespace NotifyNl.Data;

/// <summary>Who the server runs as. PostgreSQL refuses root: root starts it under its own account, anybody else as themselves.</summary>
internal static class ServerAccount
{
    public const string Name = "postgres";

    public static bool IsAnother => Environment.IsPrivilegedProcess;

    /// <summary>The words that come before a command to run it under the account.</summary>
    public static string[] Prefix(params string[] options) =>
        IsAnother ? ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", .. options, "--"]
        : options.Length > 0 ? ["setpriv", .. options, "--"]
        : [];

    public static Task<CommandOutcome> RunAsync(CancellationToken cancel, params string[] command) =>
        RunAsSelfAsync(cancel, [.. Prefix(), .. command]);

    public static async Task<CommandOutcome> RunAsSelfAsync(CancellationToken cancel, params string[] command)
    {
        using var process = Start(command, captured: true);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new CommandOutcome(process.ExitCode, await output, await errors);
    }

    public static Process Start(string[] command, bool captured)
    {
        // From "/": the account may not be allowed in the folder we happen to stand in.
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = captured,
            RedirectStandardError = captured,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PrivatePostgresException(
                $"Het programma {command[0]} is niet te starten: installeer de pakketten util-linux en postgresql.", e);
        }
    }
}

internal sealed record CommandOutcome(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    public string LastWords => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? $"afsluitcode {ExitCode}";
}
