namespace NotifyNl.Mail;

/// <summary>The edge to the mail server.</summary>
public interface IEmailSender
{
    /// <returns>Null when the mail server took it, else problem <c>mail-not-sent</c>: it is not on its way, and may be tried again.</returns>
    Task<Problem?> SendAsync(Email mail, CancellationToken cancel);
}
