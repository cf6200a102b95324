extern alias simulator;

using Microsoft.Extensions.Configuration;
using simulator::NotifyNl.Simulator;

namespace NotifyNl.Tests.Simulator;

public sealed class SafetyTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("Production", true)]
    [InlineData("production", true)]
    [InlineData("Development", false)]
    public void Production_IsRefused(string? environment, bool refused)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = environment }).Build();

        Assert.Equal(refused, Safety.Refusal(configuration) is not null);
    }

    [Fact]
    public void Options_ComeFromOneSection()
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(
            ["--Simulator:Port=5081", "--Simulator:SmtpPort=0", "--Simulator:ReceiptDelay=00:00:00.5", "--Simulator:CmReceiptUrl=http://127.0.0.1/x"]).Build();

        var options = SimulatorOptions.Read(configuration);

        Assert.Equal((5081, 0, TimeSpan.FromMilliseconds(500), "http://127.0.0.1/x"), (options.Port, options.SmtpPort, options.Behaviour.ReceiptDelay, options.CmReceiptUrl));
    }

    [Fact]
    public async Task Address_IsOnLoopback()
    {
        await using var standIn = await StandIn.StartAsync();

        Assert.StartsWith("http://127.0.0.1:", standIn.Host.Address, StringComparison.Ordinal);
    }
}
