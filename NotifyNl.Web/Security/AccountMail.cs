using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Localization;
using NotifyNl.Accounts;
using NotifyNl.Mail;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Web.Resources;

namespace NotifyNl.Web.Security;

/// <summary>
/// Mails about accounts. They are posted behind the page, so that it takes as long to answer for an account that exists as for one that does not.
/// Always in Dutch: who reads it is known, how they set their browser is not.
/// </summary>
public sealed class AccountMail(IEmailSender sender, PublicAddress address, IStringLocalizer<AccountMailTexts> texts, ILogger<AccountMail> logger) : BackgroundService
{
    private const int MostTries = 4;

    private readonly Channel<Email> outbox = Channel.CreateBounded<Email>(1_000);

    private static readonly CultureInfo Dutch = CultureInfo.GetCultureInfo("nl-NL");

    public void NewDevice(User user, Session session) =>
        Post(user.Email, "NewDevice", user.Name, session.Device, DutchTime.Of(session.CreatedAt).ToString("dddd d MMMM yyyy 'om' HH:mm", Dutch), address.Of("/account"));

    public void FactorAdded(User user) => Post(user.Email, "FactorAdded", user.Name, address.Of("/account"));

    public void FactorRemoved(User user) => Post(user.Email, "FactorRemoved", user.Name, address.Of("/account"));

    /// <param name="token">Of the link; it stands in the mail and nowhere else.</param>
    public void Invited(Invitation invitation, string token)
    {
        var (until, link) = (DutchTime.Of(invitation.ExpiresAt).ToString("d MMMM yyyy 'om' HH:mm", Dutch), address.Of($"/invitations/{token}"));
        if (invitation is { Kind: InvitationKind.Service, InvitedBy: { } by, Service: { } service })
            Post(invitation.Email, "InvitedService", by.Name, service.Name, until, link);
        else
            Post(invitation.Email, "InvitedOther", until, link);
    }

    public void AlreadyThere(User user) => Post(user.Email, "Already", user.Name, address.Of("/sign-in"));

    public void NewPassword(User user, string token) => Post(user.Email, "NewPassword", user.Name, address.Of($"/reset-password/{token}"));

    public void PasswordChanged(User user) => Post(user.Email, "PasswordChanged", user.Name, address.Of("/forgot-password"));

    /// <summary>To an admin of a team whose rights nobody looked over for a year.</summary>
    public void ReviewDue(User admin, Service service) => Post(admin.Email, "ReviewDue", admin.Name, service.Name, address.Of($"/services/{service.Id}/team"));

    /// <summary>To a platform admin, who decides.</summary>
    public void GoLiveAsked(User admin, Service service) =>
        Post(admin.Email, "GoLiveAsked", admin.Name, service.Name, service.Organisation.Name, address.Of($"/platform/organisations/{service.OrganisationId}/live/{service.Id}"));

    /// <summary>To who asked for it.</summary>
    public void GoLiveDecided(User user, Service service)
    {
        if (service.GoLive?.Refusal is { } reason)
            Post(user.Email, "GoLiveRefused", user.Name, service.Name, reason, address.Of($"/services/{service.Id}/settings/go-live"));
        else
            Post(user.Email, "GoLiveApproved", user.Name, service.Name, address.Of($"/services/{service.Id}"));
    }

    /// <summary>To the new address: only who reads it may say that it is theirs.</summary>
    public void ConfirmEmail(User user, string email, string token) => Post(email, "ConfirmEmail", user.Name, address.Of($"/confirm-email/{token}"));

    /// <summary>To the address that still counts, so that a change by a stranger can be stopped.</summary>
    public void EmailChangeAsked(User user) => Post(user.Email, "EmailChangeAsked", user.Name, address.Of("/account"));

    public void EmailChanged(User user, string oldEmail) => Post(oldEmail, "EmailChanged", user.Name);

    public void RecoveryLink(User user, string token) => Post(user.Email, "RecoveryLink", user.Name, address.Of($"/recover/{token}"));

    public void RecoveryAsked(User user) => Post(user.Email, "RecoveryAsked", user.Name, address.Of("/sign-in"));

    public void JudgeRecovery(User judge, User person) => Post(judge.Email, "JudgeRecovery", judge.Name, person.Name, person.Email!, address.Of("/account/recoveries"));

    public void Restore(User user, string token) => Post(user.Email, "Restore", user.Name, address.Of($"/restore/{token}"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in outbox.Reader.ReadAllAsync(stoppingToken))
        {
            for (var tries = 1; await sender.SendAsync(mail, stoppingToken) is not null; tries++)
            {
                if (tries == MostTries)
                {
                    logger.LogError("A mail about an account could not be sent; its owner can ask for it again");
                    break;
                }

                await Task.Delay(TimeSpan.FromSeconds(5 * tries), stoppingToken);
            }
        }
    }

    private void Post(string? to, string text, params object[] values)
    {
        if (to is null)
            return;
        var culture = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Dutch;
        var mail = new Email(to, texts[text + "Subject"], texts[text + "Text", values]);
        CultureInfo.CurrentUICulture = culture;
        if (!outbox.Writer.TryWrite(mail))
            logger.LogError("The outbox of mails about accounts is full");
    }
}
