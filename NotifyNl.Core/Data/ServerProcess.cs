namespace NotifyNl.Data;

/// <summary>
/// A PostgreSQL that dies with us: whatever ends this program, the kernel then tells the server to stop in good order.
/// It stands outside our process group, so that Ctrl-C ends the program first and the server after it.
/// </summary>
internal sealed class ServerProcess
{
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess()
    {
    }

    public Task<int> Exit => exit.Task;

    public static ServerProcess Start(string logFile, string[] server)
    {
        // One file of log for one start: the server writes it itself, also when we are gone.
        string[] command = ["sh", "-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", logFile, "setsid", .. ServerAccount.Prefix("--pdeathsig", "INT"), .. server];
        var started = new ServerProcess();

        // The death signal hangs on the thread that started the process, not on the program: this one lives as long as the server.
        new Thread(() => started.Watch(command)) { IsBackground = true, Name = "PostgreSQL" }.Start();
        return started;
    }

    private void Watch(string[] command)
    {
        try
        {
            using var process = ServerAccount.Start(command, captured: false);
            process.WaitForExit();
            exit.SetResult(process.ExitCode);
        }
        catch (PrivatePostgresException e)
        {
            exit.SetException(e);
        }
    }
}
