using NotifyNl.Benchmarks;
using NotifyNl.Benchmarks.Engine;

return args switch
{
    ["engine"] => EngineBench.Run(BenchFile.Default),
    ["engine-case", var name, var path] => EngineCase.Run(name, path),
    ["micro", .. var rest] => Micro.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: engine | micro [BenchmarkDotNet options]");
    return 2;
}
