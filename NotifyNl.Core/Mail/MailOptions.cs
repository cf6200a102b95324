using System.ComponentModel.DataAnnotations;
using System.Net;
using MimeKit;

namespace NotifyNl.Mail;

/// <summary>How a connection to the mail server is kept secret.</summary>
public enum MailSecurity
{
    /// <summary>Not at all: only within one machine.</summary>
    None,

    /// <summary>Begins in clear and must become TLS (usually port 587 or 25).</summary>
    StartTls,

    /// <summary>TLS from the first byte (usually port 465).</summary>
    Tls,
}

/// <summary>The mail server that takes what the portal mails to its users. Configuration section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>In Development this machine, where the stand-in's mailbox listens.</summary>
    public string? SmtpHost { get; init; }

    [Range(1, 65535, ErrorMessage = "Mail:SmtpPort must lie between 1 and 65535; usual are 587 (StartTls) and 465 (Tls).")]
    public int SmtpPort { get; init; } = 587;

    /// <summary>Empty for a server that asks no password.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>For example <c>Notify NL &lt;niet-antwoorden@gemeente.nl&gt;</c>.</summary>
    public string? From { get; init; }

    /// <summary>Without a choice <see cref="MailSecurity.StartTls"/>, and none within this machine.</summary>
    public MailSecurity? Security { get; init; }

    /// <summary>How long handing over one mail may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Mail:Timeout must lie between 1 second and 1 minute: somebody waits for it.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    internal string Host => string.IsNullOrWhiteSpace(SmtpHost) ? IPAddress.Loopback.ToString() : SmtpHost;

    internal bool StaysHere => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    internal MailSecurity EffectiveSecurity => Security ?? (StaysHere ? MailSecurity.None : MailSecurity.StartTls);

    internal string Sender => string.IsNullOrWhiteSpace(From) ? "Notify NL <notify@voorbeeld.nl>" : From;

    internal bool HasSender => MailboxAddress.TryParse(Sender, out var sender) && sender.Address.Contains('@', StringComparison.Ordinal);
}
