using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using NotifyNl.Accounts;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>
/// Links that anybody may ask for by filling in an address. Whether an account has it is looked up behind the page: the page says the same for every address, and takes as long.
/// </summary>
public sealed class AskedLinks(IServiceScopeFactory scopes, AccountMail mail, ILogger<AskedLinks> logger) : BackgroundService
{
    private readonly Channel<Func<IServiceProvider, CancellationToken, Task>> asked = Channel.CreateBounded<Func<IServiceProvider, CancellationToken, Task>>(1_000);

    /// <summary>An account without a password came from a provider, and that decides who gets in.</summary>
    public void NewPassword(string email) => Ask(async (services, cancel) =>
    {
        if (await FindAsync(services, email) is { PasswordHash: not null } user)
            mail.NewPassword(user, await services.GetRequiredService<AccountLinks>().MakeAsync(user.Id, AccountLinkPurpose.NewPassword, cancel));
    });

    public void Recovery(string email) => Ask(async (services, cancel) =>
    {
        if (await FindAsync(services, email) is { } user)
            mail.RecoveryLink(user, await services.GetRequiredService<AccountLinks>().MakeAsync(user.Id, AccountLinkPurpose.Recovery, cancel));
    });

    /// <summary>Who has an account already hears so by mail.</summary>
    public void Registration(string email, string name) => Ask(async (services, cancel) =>
    {
        if (await FindAsync(services, email) is { } user)
        {
            mail.AlreadyThere(user);
            return;
        }

        var made = services.GetRequiredService<Invitations>().Add(InvitationKind.Registration, email, invitedById: null, name: name).Value;
        await services.GetRequiredService<NotifyDbContext>().SaveChangesAsync(cancel);
        mail.Invited(made.Invitation, made.Token);
    });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var errand in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await errand(scope.ServiceProvider, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "A link that somebody asked for could not be made; they can ask again");
            }
        }
    }

    private static Task<User?> FindAsync(IServiceProvider services, string email) => services.GetRequiredService<UserManager<User>>().FindByEmailAsync(email);

    private void Ask(Func<IServiceProvider, CancellationToken, Task> errand)
    {
        if (!asked.Writer.TryWrite(errand))
            logger.LogError("Too many links are asked for at once");
    }
}
