using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Templates;

namespace NotifyNl.Web;

/// <summary>Something to try the portal with. Development only; made once a data folder.</summary>
internal static class DemoData
{
    private static readonly (string Email, string Name, Permissions Permissions, bool Platform)[] People =
    [
        ("beheerder@voorbeeld.nl", "Bea Beheerder", Permissions.All, false),
        ("verzender@voorbeeld.nl", "Vera Verzender", Permissions.View | Permissions.Send, false),
        ("redacteur@voorbeeld.nl", "Rik Redacteur", Permissions.View | Permissions.ManageTemplates, false),
        ("kijker@voorbeeld.nl", "Kim Kijker", Permissions.View, false),
        ("platform@voorbeeld.nl", "Pim Platform", Permissions.None, true),
    ];

    public static async Task SeedAsync(IServiceProvider services, Database database, string dataFolder, CancellationToken cancel)
    {
        // The owner's connection: the web login sees nothing outside the service of a request.
        await using var db = NotifyDbOptions.Open(database.Owner);
        if (await db.Users.AnyAsync(u => u.Email != null, cancel))
            return;

        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var password = $"proef-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10)}";

        // One app holds the codes of all demo accounts.
        var seal = scope.ServiceProvider.GetRequiredService<PersonalDataSeal>();
        var key = Totp.NewKey();

        var organisation = new Organisation { Id = Guid.CreateVersion7(now), Name = "Gemeente Voorbeeld" };
        var service = new Service { Id = Guid.CreateVersion7(now), OrganisationId = organisation.Id, Name = "Uw uitkering", CreatedAt = now, LiveSince = now };
        db.AddRange(organisation, service, new SmsSender { Id = Guid.CreateVersion7(now), ServiceId = service.Id, Name = "Voorbeeld", IsDefault = true });
        await db.SaveChangesAsync(cancel);

        var first = Guid.Empty;
        foreach (var (email, name, permissions, platform) in People)
        {
            var id = Guid.CreateVersion7(now);
            var user = new User { Id = id, AuthenticatorKey = seal.Seal(id, key), Name = name, UserName = email, Email = email, EmailConfirmed = true, CreatedAt = now, IsPlatformAdmin = platform };
            var made = await users.CreateAsync(user, password);
            if (!made.Succeeded)
                throw new InvalidOperationException($"The demo account could not be made: {made.Errors.First().Code}");
            if (first == Guid.Empty)
                first = user.Id;
            if (permissions != Permissions.None)
                db.Add(new Member { ServiceId = service.Id, UserId = user.Id, Permissions = permissions });
        }

        var template = new Template
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = service.Id,
            Name = "AOW-betaaldag",
            Content = "Beste ((aanhef)) ((naam)), uw AOW van ((bedrag)) staat op ((datum)) op uw rekening. Vragen? Bel 14 0123.",
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(template);
        db.Add(new TemplateVersion
        {
            TemplateId = template.Id,
            Version = 1,
            ServiceId = service.Id,
            Name = template.Name,
            Content = template.Content,
            Lane = template.Lane,
            CreatedById = first,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(cancel);

        var accounts = People.Select(p => $"  {p.Email,-26} {p.Name}");
        await File.WriteAllLinesAsync(Path.Combine(dataFolder, "demo-accounts.txt"), ["Proefaccounts:", .. accounts, $"Sleutel voor de code-app van alle proefaccounts: {Totp.Text(key)}", "  (geen app bij de hand? ./notify code geeft de code van dit moment)", $"Wachtwoord van alle proefaccounts: {password}"], cancel);
    }
}
