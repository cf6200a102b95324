using System.Text;
using Microsoft.Extensions.Logging;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Security;

/// <summary>S17: the search of all logs at the end of a run (<see cref="RunLogs"/>) can find, and what it looks in is all that the program can say.</summary>
[Collection(SharedPortal.Name)]
public sealed class RunLogTests(RunningPortal portal)
{
    [Theory]
    [InlineData("Sent to +31612345678.")]
    [InlineData("Sent to 0031612345678")]
    [InlineData("recipient=0612345678")]
    [InlineData("?to=31612345678&text=x")]
    [InlineData("Sent to +32470123456 at once")]
    [InlineData("[Parameters=[p0='0612345678' (Size = 10)]")]
    [InlineData("No account eva@gemeente.nl")]
    [InlineData("No account Eva.de-Boer+werk@mail.gemeente-voorbeeld.nl!")]
    [InlineData("Text: UW PASPOORT LIGT KLAAR.")]
    [InlineData("Cookie: notify-session=CfDJ8Abcdefghijklmnopqrstuvwxyz")]
    [InlineData("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl")]
    [InlineData("Request starting GET http://localhost/invitations/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")]
    [InlineData("POST /gateways/cm/receipts/a-secret-for-tests-0123456789")]
    [InlineData("Key 6F1D3A52-9A9A-4C73-8A9E-3C1E6A1B2C3D was refused")]
    public void S17_APlantedCanary_IsFound(string line)
    {
        var file = new LogFile(Path.GetTempFileName(), trace: true);
        using (var provider = RunLogs.Provider(file))
        {
            var logger = provider.CreateLogger("Canary");
            logger.LogTrace("Connection id \"0HNHD7\" started; 200 OK in 0.0612345678 ms at 2026-11-28T19:00:00.1234567+00:00 for 0196d0c6-0612-7345-8612-345678061234");
            logger.LogTrace("{Line}", line);
        }

        file.Close();
        Assert.Single(new LogSearch(["6f1d3a52-9a9a-4c73-8a9e-3c1e6a1b2c3d"]).In(file.Path));
        File.Delete(file.Path);
    }

    [Fact]
    public async Task S17_ThePortalOfTheRun_SaysAllThatItCan()
    {
        using var visitor = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var send = await visitor.OpenSendPageAsync();
        await visitor.UploadAsync(send.Replace("/send", "/lists", StringComparison.Ordinal), "een.csv", Encoding.UTF8.GetBytes("telefoonnummer;aanhef;naam;bedrag;datum\r\n0612340099;mevrouw;Kanarie;€ 1;1 mei\r\n"));
        await visitor.SubmitAsync("send-batch", new() { ["Send.When"] = "now" });
        string[] parts = ["trce: ", "Microsoft.AspNetCore.", "Microsoft.EntityFrameworkCore.Database.Command", "Npgsql.Command", "Quartz.", "Executed DbCommand"];
        IReadOnlyCollection<string> missing = parts;
        for (var tries = 0; tries < 100 && missing.Count > 0; tries++, await Task.Delay(200))
            missing = portal.MissingInLog(parts);
        Assert.Empty(missing);

        // An address at a gateway may hold the number and the text: its client says nothing, whatever is asked of it.
        Assert.Single(portal.MissingInLog("System.Net.Http.HttpClient"));
    }
}
