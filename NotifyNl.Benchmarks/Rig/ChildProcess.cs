using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NotifyNl.Benchmarks.Rig;

internal enum Signal
{
    Kill = 9,
    Quit = 3,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>One of our programs, in a process of its own that dies with us. Its output goes to a file beside the data.</summary>
internal sealed class ChildProcess
{
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string log;
    private int pid;

    private ChildProcess(string log) => this.log = log;

    public bool Running => !exit.Task.IsCompleted;

    public int Id => pid;

    public string Output => File.Exists(log) ? File.ReadAllText(log) : "";

    public static async Task<ChildProcess> StartAsync(string program, string log, IReadOnlyDictionary<string, string> settings, string[]? arguments = null)
    {
        var child = new ChildProcess(log);
        var folder = Path.Combine(Root, program);
        string[] command = ["dotnet", Path.Combine(folder, "bin", Configuration, "net10.0", program + ".dll"), .. arguments ?? []];
        // The death signal hangs on the thread that started the process, not on the program: this one lives as long as the child.
        new Thread(() => child.Watch(folder, command, settings)) { IsBackground = true, Name = program }.Start();
        child.pid = await child.started.Task;
        return child;
    }

    public void Send(Signal signal)
    {
        if (Running)
            Send(pid, signal);
    }

    public static void Send(int pid, Signal signal)
    {
        if (Kill(pid, (int)signal) != 0)
            throw new InvalidOperationException($"Process {pid} does not take signal {signal}.");
    }

    public Task ExitAsync(TimeSpan patience) => exit.Task.WaitAsync(patience);

    /// <summary>As when the power fails: nothing of the program gets to run.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await ExitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>As an orchestrator stops it.</summary>
    public async Task StopAsync()
    {
        Send(Signal.Terminate);
        try
        {
            await ExitAsync(TimeSpan.FromSeconds(40)); // as an orchestrator waits
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    public static string Root { get; } = FindRoot();

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";

    private void Watch(string folder, string[] command, IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", "sh", "-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, .. command]) { WorkingDirectory = folder };
            foreach (var (key, value) in settings)
                start.Environment[key] = value;
            using var process = Process.Start(start)!;
            started.SetResult(process.Id);
            process.WaitForExit();
            exit.SetResult(process.ExitCode);
        }
        catch (Exception e)
        {
            started.TrySetException(e);
            exit.TrySetException(e);
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NotifyNl.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("This program runs from within the source tree only.");
        return folder.FullName;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
