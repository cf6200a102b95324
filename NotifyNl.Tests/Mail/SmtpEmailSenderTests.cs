extern alias simulator;

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NotifyNl.Mail;
using NotifyNl.Tests.Infrastructure;
using simulator::NotifyNl.Simulator;

namespace NotifyNl.Tests.Mail;

/// <summary>Over a socket to the stand-in's mailbox, as in <c>./notify run</c>.</summary>
public sealed class SmtpEmailSenderTests
{
    private static readonly Email Invitation = new(
        "zoë@voorbeeld.nl",
        "Uitnodiging voor de dienst ‘Uw uitkering’\r\nBcc: iedereen@voorbeeld.nl",
        "Beste Zoë,\n\n<Jan> nodigt u uit:\nhttps://notify.voorbeeld.nl/uitnodiging?a=1&b=2\n\nTot ziens, https://elders.nl is geen link.");

    [Fact]
    public async Task Mail_ArrivesAsPlainTextWithTheSameInHtml()
    {
        await using var standIn = await SimulatorHost.StartAsync(new SimulatorOptions { SmtpPort = 0 });

        Assert.Null(await Sender(standIn.SmtpPort!.Value).SendAsync(Invitation, default));

        var received = Assert.Single(standIn.Mail.All());
        Assert.Equal("Uitnodiging voor de dienst ‘Uw uitkering’ Bcc: iedereen@voorbeeld.nl", received.Subject);
        Assert.Equal(("notify@voorbeeld.nl", "zoë@voorbeeld.nl"), (received.From, Assert.Single(received.To)));
        Assert.Equal(Invitation.Text, received.Text);
        Assert.Contains("""<a href="https://notify.voorbeeld.nl/uitnodiging?a=1&amp;b=2">https://notify.voorbeeld.nl/uitnodiging?a=1&amp;b=2</a></p>""", received.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;Jan&gt; nodigt u uit:<br>", received.Html, StringComparison.Ordinal);
        Assert.Equal(1, received.Html.Split("<a ").Length - 1);
    }

    [Fact]
    public async Task ServerThatIsAway_IsAProblemThatMayBeTriedAgain()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var silent = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Equal("mail-not-sent", (await Sender(silent).SendAsync(Invitation, default))?.Code); // accepts, and never greets
        taken.Stop();
        Assert.Equal("mail-not-sent", (await Sender(silent).SendAsync(Invitation, default))?.Code); // refuses
    }

    [Fact]
    public async Task ServerWithoutTls_GetsNothingWhenTlsIsAsked()
    {
        await using var standIn = await SimulatorHost.StartAsync(new SimulatorOptions { SmtpPort = 0 });

        var problem = await Sender(standIn.SmtpPort!.Value, ("Security", "StartTls")).SendAsync(Invitation, default);

        Assert.Equal("mail-not-sent", problem?.Code);
        Assert.Empty(standIn.Mail.All());
    }

    [Theory]
    [InlineData("Development", "smtp.voorbeeld.nl", "Notify <a@voorbeeld.nl>", null, "in Development nobody gets a real mail")]
    [InlineData("Production", null, "Notify <a@voorbeeld.nl>", null, "Mail:SmtpHost and Mail:From are not set")]
    [InlineData("Production", "smtp.voorbeeld.nl", null, null, "Mail:SmtpHost and Mail:From are not set")]
    [InlineData("Production", "smtp.voorbeeld.nl", "niemand", null, "Mail:From is not an address")]
    [InlineData("Production", "smtp.voorbeeld.nl", "Notify <a@voorbeeld.nl>", "None", "Mail:Security is None")]
    public void SettingThatMayNotBe_StopsTheStart(string environment, string? host, string? from, string? security, string sentence)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Services(environment, ("SmtpHost", host), ("From", from), ("Security", security))
            .GetRequiredService<IOptions<MailOptions>>().Value);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    private static IEmailSender Sender(int port, params (string Key, string? Value)[] more) =>
        Services("Development", [("SmtpPort", port.ToString(CultureInfo.InvariantCulture)), ("Timeout", "00:00:01"), .. more]).GetRequiredService<IEmailSender>();

    private static ServiceProvider Services(string environment, params (string Key, string? Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Mail:{s.Key}", s.Value))).Build())
        .AddSingleton<IHostEnvironment>(new NamedEnvironment(environment))
        .AddMail()
        .BuildServiceProvider();
}
