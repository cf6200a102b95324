using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>For options whose rules differ between Development and Production.</summary>
internal sealed class NamedEnvironment(string name) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = name;

    public string ApplicationName { get; set; } = "";

    public string ContentRootPath { get; set; } = "";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
