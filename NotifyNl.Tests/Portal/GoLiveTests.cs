using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Portal;

/// <summary>From trial to live: a team asks, the platform refuses once and then agrees, and both hear of it by mail.</summary>
[Collection(SharedPortal.Name)]
public sealed class GoLiveTests(RunningPortal portal)
{
    [Fact]
    public async Task AService_AsksToGoLive_IsRefusedWithAReason_AsksAgain_AndIsLive()
    {
        using var platform = await Visitor.SignedInAsync(portal, "platform@voorbeeld.nl");
        await platform.GetAsync("platform");
        await platform.SubmitAsync("new-organisation", new() { ["Input.Name"] = $"Zwembaden {Guid.NewGuid():N}" });
        var organisation = platform.Location.AbsolutePath.TrimStart('/');
        await platform.SubmitAsync("new-service", new() { ["NewService.Name"] = "Zwembad", ["NewService.Email"] = "beheerder@voorbeeld.nl" });
        var id = await portal.Postgres.ReadAsync<Guid>("select id from services where organisation_id = $1", Guid.Parse(organisation[^36..]));

        using var admin = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        var page = $"services/{id}/settings/go-live";
        await admin.GetAsync(page);
        Assert.Contains("Nog doen", admin.Page, StringComparison.Ordinal);
        await admin.SubmitAsync("go-live", new() { ["Input.PerYear"] = "25.000", ["Input.Agreed"] = "true" });
        Assert.Contains("Maak eerst de lijst hieronder af", admin.Page, StringComparison.Ordinal);
        await admin.GetAsync($"services/{id}/settings");
        await admin.SubmitAsync("sender", new() { ["NewSender.Sender"] = "Zwembad" });
        await admin.GetAsync($"services/{id}/templates/new");
        await admin.SubmitAsync("new-template", new() { ["Input.Name"] = "Gesloten", ["Input.Content"] = "Het zwembad is dicht.", ["Input.Lane"] = "Normal" });
        await portal.Postgres.ExecuteAsync("insert into members (service_id, user_id, permissions) select $1, id, 31 from users where email = 'redacteur@voorbeeld.nl'", id);

        await admin.GetAsync(page);
        Assert.DoesNotContain("Nog doen", admin.Page, StringComparison.Ordinal);
        await admin.SubmitAsync("go-live", new() { ["Input.PerYear"] = "veel", ["Input.Agreed"] = "true" });
        Assert.Contains("Vul een aantal in", admin.Page, StringComparison.Ordinal);
        await admin.SubmitAsync("go-live", new() { ["Input.PerYear"] = "25.000" });
        Assert.Contains("verwerkersovereenkomst heeft getekend", admin.Page, StringComparison.Ordinal);
        await admin.SubmitAsync("go-live", new() { ["Input.PerYear"] = "25.000", ["Input.Agreed"] = "true" });
        Assert.Contains("wordt beoordeeld", admin.Page, StringComparison.Ordinal);
        await MailAsync("platform@voorbeeld.nl", "vraagt om live te gaan");

        // The platform sees it, and must say why not.
        await platform.GetAsync("platform");
        var request = $"{organisation}/live/{id}";
        Assert.Contains(request, platform.Page, StringComparison.Ordinal);
        await platform.GetAsync(request);
        Assert.Contains("25.000", platform.Page, StringComparison.Ordinal);
        await platform.SubmitAsync("refuse-live", new() { ["Input.Reason"] = " " });
        Assert.Contains("Vul in waarom u de aanvraag afwijst", platform.Page, StringComparison.Ordinal);
        await platform.SubmitAsync("refuse-live", new() { ["Input.Reason"] = "De afzendernaam hoort bij een ander zwembad." });
        await MailAsync("beheerder@voorbeeld.nl", "De afzendernaam hoort bij een ander zwembad.");
        await admin.GetAsync(page);
        Assert.Contains("De afzendernaam hoort bij een ander zwembad.", admin.Page, StringComparison.Ordinal);

        await admin.SubmitAsync("go-live", new() { ["Input.PerYear"] = "25000", ["Input.Agreed"] = "true" });
        await platform.GetAsync(request);
        await platform.SubmitAsync("approve-live", []);
        Assert.Contains("live sinds", platform.Page, StringComparison.Ordinal);
        await MailAsync("beheerder@voorbeeld.nl", "De dienst Zwembad is live");
        await admin.GetAsync(page);
        Assert.Contains("Uw dienst is live sinds", admin.Page, StringComparison.Ordinal);
        await admin.GetAsync($"services/{id}/audit");
        Assert.Contains("vroeg aan om live te gaan", admin.Page, StringComparison.Ordinal);
        await platform.GetAsync($"organisations/{organisation[^36..]}/audit");
        Assert.Contains("wees de aanvraag om live te gaan af", platform.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("ander zwembad", platform.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLogboekOfThePlatform_IsFilteredAndDownloaded_ByPlatformAdminsOnly()
    {
        using var platform = await Visitor.SignedInAsync(portal, "platform@voorbeeld.nl");
        var name = $"Provincie {Guid.NewGuid():N}";
        await platform.GetAsync("platform");
        await platform.SubmitAsync("new-organisation", new() { ["Input.Name"] = name });
        await platform.GetAsync("platform/audit?wat=organisation-created");
        Assert.Contains(name, platform.Page, StringComparison.Ordinal);
        Assert.Contains("maakte de organisatie", platform.Page, StringComparison.Ordinal);
        await platform.GetAsync("platform/audit.csv?wat=organisation-created");
        Assert.Contains(name, platform.Page, StringComparison.Ordinal);
        await platform.GetAsync("platform/audit?wat=audit-downloaded");
        Assert.Contains("downloadde het logboek", platform.Page, StringComparison.Ordinal);
        using var admin = await Visitor.SignedInAsync(portal, "beheerder@voorbeeld.nl");
        await admin.GetAsync("platform/audit");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, admin.Status);
    }

    private async Task MailAsync(string to, string text)
    {
        for (var tries = 0; tries < 100; tries++, await Task.Delay(100))
        {
            if (portal.Gateway.Mail.All().Any(m => m.To.Contains(to) && m.Text.Contains(text, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"No mail that says '{text}' after ten seconds.");
    }
}
