using NotifyNl.Accounts;
using NotifyNl.Organisations;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <summary>One person of every kind, and a service of another organisation that has all that the first has.</summary>
internal sealed class People
{
    public required SweptService Mine { get; init; }

    public required SweptService Theirs { get; init; }

    public required IReadOnlyDictionary<string, User?> All { get; init; }

    public static async Task<People> AsyncIn(PortalInProcess portal)
    {
        var postgres = portal.Postgres;
        var (mine, theirs) = (await SweptService.AsyncIn(postgres), await SweptService.AsyncIn(postgres));
        await using var db = postgres.Open();
        var people = new Dictionary<string, User?> { ["nobody"] = null };
        foreach (var (name, permissions) in new (string, Permissions?)[]
        {
            ("member", Permissions.None), ("viewer", Permissions.View), ("sender", Permissions.View | Permissions.Send), ("editor", Permissions.View | Permissions.ManageTemplates),
            ("developer", Permissions.View | Permissions.ManageApi), ("manager", Permissions.View | Permissions.ManageService), ("all", Permissions.All), ("second", Permissions.All),
            ("outsider", null), ("organisation", null), ("platform", null),
        })
        {
            var id = Guid.CreateVersion7();
            var user = new User
            {
                Id = id,
                Name = $"Persoon {name}",
                UserName = $"{id:N}@voorbeeld.nl",
                NormalizedUserName = $"{id:N}@voorbeeld.nl".ToUpperInvariant(),
                Email = $"{id:N}@voorbeeld.nl",
                NormalizedEmail = $"{id:N}@voorbeeld.nl".ToUpperInvariant(),
                EmailConfirmed = true,
                SecurityStamp = $"{id:N}",
                CreatedAt = DateTimeOffset.UtcNow,
                IsPlatformAdmin = name == "platform",
            };
            people[name] = user;
            db.Add(user);
            if (permissions is { } own)
                db.Add(new Member { ServiceId = mine.Id, UserId = id, Permissions = own });
            if (name == "outsider")
                db.Add(new Member { ServiceId = theirs.Id, UserId = id, Permissions = Permissions.All });
            if (name == "organisation")
                db.Add(new OrganisationAdmin { OrganisationId = mine.OrganisationId, UserId = id });
        }

        await db.SaveChangesAsync();
        await mine.AddTeamAsync(postgres, people["second"]!.Id);
        await theirs.AddTeamAsync(postgres, people["outsider"]!.Id);
        return new People { Mine = mine, Theirs = theirs, All = people };
    }
}
