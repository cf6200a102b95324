using NotifyNl.Accounts;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Inbound;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Templates;

namespace NotifyNl.Web;

/// <summary>
/// <c>./notify seed v2-clients</c>: a service as the suites of the official client libraries expect it (api-v2, §6), and the settings they read. Channels that are
/// not built have no line.
/// </summary>
internal static class SeedClients
{
    private const string Number = "+31612345678";

    private const string Content = "Hello ((name))\r\n\r\nFunctional Tests make our world a better place";

    /// <param name="owner">The connection of the owner of the tables.</param>
    /// <param name="address">Where the portal listens.</param>
    public static async Task WriteAsync(string owner, PersonalDataSeal seal, string address, TextWriter output, TimeProvider clock, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = NotifyDbOptions.Open(owner);
        var user = Guid.CreateVersion7(now);
        var email = $"v2-clients-{user:N}@voorbeeld.nl";
        var organisation = new Organisation { Id = Guid.CreateVersion7(now), Name = $"v2-clients {user:N}" };
        var service = new Service { Id = Guid.CreateVersion7(now), OrganisationId = organisation.Id, Name = "Functional tests", CreatedAt = now, LiveSince = now, CallsPerMinute = 100_000 };
        var sender = new SmsSender { Id = Guid.CreateVersion7(now), ServiceId = service.Id, Name = "NotifyNL", IsDefault = true };
        db.AddRange(
            organisation, service, sender,
            new User { Id = user, Name = "Client tests", UserName = email, Email = email, CreatedAt = now, MobileNumber = seal.Seal(user, Number) },
            new Member { ServiceId = service.Id, UserId = user, Permissions = Permissions.All });
        await db.SaveChangesAsync(cancel);

        var template = new Template
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = service.Id,
            Name = "Client Functional test sms template",
            Content = Content,
            Version = 2,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(template);
        await db.SaveChangesAsync(cancel);
        db.AddRange(Version(template, 1, "Example text message template", user, now), Version(template, 2, template.Name, user, now));
        var keys = new Dictionary<ApiKeyType, string>();
        foreach (var type in Enum.GetValues<ApiKeyType>())
        {
            var (name, secret) = ($"v2-clients {type.ToString().ToLowerInvariant()}", Guid.NewGuid());
            db.Add(new ApiKey { Id = Guid.CreateVersion7(now), ServiceId = service.Id, Name = name, Type = type, Secret = seal.Seal(service.Id, secret.ToString()), CreatedById = user, CreatedAt = now });
            keys[type] = ApiKey.Text(name, service.Id, secret);
        }

        db.Add(new InboundText
        {
            Id = Guid.CreateVersion7(now),
            ServiceId = service.Id,
            Gateway = "seed",
            Reference = $"{Guid.CreateVersion7(now):N}",
            SentTo = "31970000000",
            Sender = seal.Seal(service.Id, Number),
            SenderKey = seal.Key(Number),
            Text = seal.Seal(service.Id, "This is a received text message"),
            ReceivedAt = now,
        });
        await db.SaveChangesAsync(cancel);
        await output.WriteLineAsync($"""
            NOTIFY_API_URL={address}
            API_KEY={keys[ApiKeyType.Test]}
            API_SENDING_KEY={keys[ApiKeyType.Team]}
            API_LIVE_KEY={keys[ApiKeyType.Live]}
            INBOUND_SMS_QUERY_KEY={keys[ApiKeyType.Test]}
            FUNCTIONAL_TEST_NUMBER={Number}
            SMS_TEMPLATE_ID={template.Id}
            SMS_SENDER_ID={sender.Id}
            """);
    }

    private static TemplateVersion Version(Template template, int version, string name, Guid user, DateTimeOffset now) => new()
    {
        TemplateId = template.Id,
        Version = version,
        ServiceId = template.ServiceId,
        Name = name,
        Content = Content,
        Lane = Lane.Normal,
        CreatedById = user,
        CreatedAt = now,
    };
}
