using System.Text.Json;

namespace NotifyNl.Tests.Api.Clients;

/// <summary>The official Node client, unchanged, by base URL alone.</summary>
public sealed class NodeClientTests(ClientHost host) : IClassFixture<ClientHost>
{
    [Fact]
    public async Task EveryCall_AndItsErrors_AsTheClientExpectsThem()
    {
        var modules = await NodeClient.FolderAsync();
        var settings = JsonSerializer.Serialize(new
        {
            url = host.Settings["NOTIFY_API_URL"],
            testKey = host.Settings["API_KEY"],
            teamKey = host.Settings["API_SENDING_KEY"],
            templateId = host.Settings["SMS_TEMPLATE_ID"],
            senderId = host.Settings["SMS_SENDER_ID"],
            number = host.Settings["FUNCTIONAL_TEST_NUMBER"],
        });
        var (status, output) = await NodeClient.RunAsync("node", NodeClient.Source, "calls.mjs", modules, settings);
        Assert.True(status == 0, output);
    }
}
