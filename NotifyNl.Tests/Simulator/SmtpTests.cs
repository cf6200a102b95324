extern alias simulator;

using MailKit.Net.Smtp;
using MimeKit;
using simulator::NotifyNl.Simulator;

namespace NotifyNl.Tests.Simulator;

public sealed class SmtpTests
{
    [Fact]
    public async Task Mail_IsShownAsItsReaderSeesIt()
    {
        await using var standIn = await StandIn.StartAsync(options: new SimulatorOptions { SmtpPort = 0 });
        var builder = new BodyBuilder { TextBody = "Beste Zoë,\n.punt\nhttp://localhost:5080/a?b=1&c=2.\n<b>", HtmlBody = "<p>html</p>" };
        using var mail = new MimeKit.MimeMessage(
            [new MailboxAddress("Notify NL", "noreply@voorbeeld.nl")], [new MailboxAddress("Piet", "piet@voorbeeld.nl")],
            "Uitnodiging voor de dienst ‘Kinderbijslag’ van de gemeente Súdwest-Fryslân", builder.ToMessageBody());
        using (var client = new SmtpClient())
        {
            await client.ConnectAsync("127.0.0.1", standIn.Host.SmtpPort!.Value, MailKit.Security.SecureSocketOptions.None);
            await client.SendAsync(mail);
            await client.DisconnectAsync(true);
        }

        var received = Assert.Single(standIn.Host.Mail.All());
        Assert.Equal(mail.Subject, received.Subject);
        Assert.Equal(builder.TextBody, received.Text);
        Assert.Equal(("noreply@voorbeeld.nl", "piet@voorbeeld.nl"), (received.From, Assert.Single(received.To)));
        var page = await standIn.Http.GetStringAsync($"/mail/{received.Id}");
        Assert.Contains("""<a href="http://localhost:5080/a?b=1&amp;c=2">http://localhost:5080/a?b=1&amp;c=2</a>.""", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: kaal\n\nHallo", "kaal", "Hallo")]
    [InlineData("Subject: =?utf-8?B?Wm/Dqw==?= =?utf-8?Q?_en_Piet?=\n\n", "Zoë en Piet", "")]
    [InlineData("Subject: gevouwen\n regel\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=\"utf-8\"\n\nlang=\ner Zo=C3=AB", "gevouwen regel", "langer Zoë")]
    [InlineData("Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: base64\n\ngCAx\n", "", "€ 1")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>\n--x\n\nplat\n--x--\n", "", "plat")]
    [InlineData("geen kop", "", "")]
    public void Parse_ReadsWhatMailProgramsWrite(string source, string subject, string text) =>
        Assert.Equal((subject, text), (simulator::NotifyNl.Simulator.Mail.MimeMessage.Parse(source).Subject, simulator::NotifyNl.Simulator.Mail.MimeMessage.Parse(source).Text));
}
