using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;

namespace NotifyNl.Mail;

/// <summary>Brings a mail to the mail server: plain text, with the same in HTML beside it. A connection a mail: the portal mails seldom.</summary>
internal sealed class SmtpEmailSender(IOptions<MailOptions> options, ILogger<SmtpEmailSender> logger) : IEmailSender
{
    public async Task<Problem?> SendAsync(Email mail, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(options.Value.Timeout);
        try
        {
            using var message = Compose(mail, options.Value.Sender);
            await BringAsync(message, timeout.Token);
            return null;
        }
        catch (Exception e) when (e is SmtpCommandException or ProtocolException or AuthenticationException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or SslHandshakeException or NotSupportedException or SocketException or IOException or ParseException
            || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // Not what the server said: it may repeat the address.
            logger.LogWarning("A mail could not be handed to the mail server {Host}: {Failure}", options.Value.Host, e.GetType().Name);
            return Problem.Of("mail-not-sent");
        }
    }

    private async Task BringAsync(MimeMessage message, CancellationToken cancel)
    {
        var server = options.Value;
        // Like every other client of ours: a private network seldom reaches the lists of withdrawn certificates.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        await client.ConnectAsync(server.Host, server.SmtpPort, Secrecy(server.EffectiveSecurity), cancel);
        if (!string.IsNullOrEmpty(server.User))
            await client.AuthenticateAsync(server.User, server.Password ?? "", cancel);
        await client.SendAsync(message, cancel);
        await client.DisconnectAsync(quit: true, cancel);
    }

    internal static MimeMessage Compose(Email mail, string sender)
    {
        var from = MailboxAddress.Parse(sender);
        var message = new MimeMessage
        {
            Subject = mail.Subject.ReplaceLineEndings(" "),
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = EmailHtml.Of(mail) }.ToMessageBody(),
            MessageId = MimeUtils.GenerateMessageId(from.Domain), // not the name of this machine
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no answer that somebody is away
        return message;
    }

    private static SecureSocketOptions Secrecy(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}
