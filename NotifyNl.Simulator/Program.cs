using System.Net.Sockets;
using NotifyNl.Simulator;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
if (Safety.Refusal(configuration) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 1;
}

SimulatorHost simulator;
try
{
    simulator = await SimulatorHost.StartAsync(SimulatorOptions.Read(configuration));
}
catch (Exception wrong) when (wrong is IOException or SocketException or InvalidOperationException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"The stand-in gateway does not start. {wrong.Message}");
    return 1;
}

await using (simulator)
{
    Console.WriteLine($"Stand-in gateway: {simulator.Address}");
    if (simulator.SmtpPort is { } port)
        Console.WriteLine($"Stand-in mail: smtp://127.0.0.1:{port}");
    await simulator.WaitForShutdownAsync();
}

return 0;
