using NotifyNl.Benchmarks;
using NotifyNl.Benchmarks.Api;
using NotifyNl.Benchmarks.Delivery;
using NotifyNl.Benchmarks.Engine;
using NotifyNl.Benchmarks.Faults;

try
{
    return args switch
    {
        ["engine"] => EngineBench.Run(BenchFile.Default),
        ["engine-case", var name, var path] => EngineCase.Run(name, path),
        ["micro", .. var rest] => Micro.Run(rest),
        ["api-bare"] => await BareHandler.RunAsync(),
        ["api", .. var rest] => await ApiBench.RunAsync(rest, BenchFile.Default),
        ["delivery", .. var rest] => await DeliveryBench.RunAsync(rest, BenchFile.Default),
        ["history", .. var rest] => await HistoryBench.RunAsync(rest, BenchFile.Default),
        ["faults", .. var rest] => await FaultBench.RunAsync(rest),
        _ => Usage(),
    };
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Usage()
{
    Console.Error.WriteLine("Gebruik: ./notify bench engine | api [--pairs N] [--only DEEL,…] | delivery [--seconds N] [--rows N] [--pairs N] [--only DEEL,…] | history [--millions N] [--rows N] [--pairs N] | micro [opties van BenchmarkDotNet]");
    return 2;
}
