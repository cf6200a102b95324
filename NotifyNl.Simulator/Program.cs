using Microsoft.Extensions.Configuration;
using NotifyNl.Simulator;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
if (Safety.Refusal(configuration) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 1;
}

await using var simulator = await SimulatorHost.StartAsync(SimulatorOptions.Read(configuration));
Console.WriteLine($"Stand-in gateway: {simulator.Address}");
if (simulator.SmtpPort is { } port)
    Console.WriteLine($"Stand-in mail: smtp://127.0.0.1:{port}");

await simulator.WaitForShutdownAsync();
return 0;
