using NotifyNl.Accounts;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Tests.Portal;

namespace NotifyNl.Tests.Accounts;

/// <summary>Signing in at a provider of one's organisation: who gets in, what they may, and what becomes of it when the provider says otherwise.</summary>
[Collection(SingleSignOnPortal.Name)]
public sealed class SingleSignOnTests(SingleSignOnPortal at)
{
    private const string Way = SingleSignOnPortal.Way;

    private RunningPortal Portal => at.Portal;

    [Fact]
    public async Task ANewColleague_GetsAnAccount_WithWhatTheGroupGives()
    {
        var who = New("balie");
        using var visitor = await ComeAsync(who);
        Assert.Contains("Uw diensten", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Uw uitkering", visitor.Page, StringComparison.Ordinal);
        Assert.Equal("S256", at.Provider.LastRequest!.CodeChallengeMethod);
        Assert.Equal("gemeente", await ReadAsync<string>("select provider from sessions s join users u on u.id = s.user_id where u.email = $1", who.Email));
        Assert.Equal((int)(Permissions.View | Permissions.Send), await PermissionsAsync(who));
        Assert.Equal(0L, await ReadAsync<long>("select count(*) from users where email = $1 and password_hash is not null", who.Email));
        Assert.Equal(["sso-account-made", "sso-member-given", "sso-signed-in"], await ActsAsync(who));

        // The provider alone opens this account: neither a forgotten password nor a password of it does.
        await visitor.GetAsync("forgot-password");
        await visitor.SubmitAsync("forgot", new() { ["Input.Email"] = who.Email });
        Assert.Equal(0L, await ReadAsync<long>("select count(*) from account_links l join users u on u.id = l.user_id where u.email = $1", who.Email));
        await visitor.GetAsync("account");
        Assert.DoesNotContain("account/password", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheClaimsGiveNoMore_IsTakenAway_AndAPlaceByHandStays()
    {
        var who = New("balie", "bestuur", "platform");
        using (await ComeAsync(who)) { }
        var byHand = await AddServiceAsync();
        await Portal.Postgres.ExecuteAsync("insert into members (service_id, user_id, permissions) select $1, id, 1 from users where email = $2", byHand, who.Email);
        Assert.Equal((1L, true), (await ReadAsync<long>("select count(*) from organisation_admins a join users u on u.id = a.user_id where u.email = $1", who.Email), await IsPlatformAdminAsync(who)));

        // A team admin who gave more by hand: the claims decide.
        await Portal.Postgres.ExecuteAsync("update members m set permissions = 31 from users u where u.id = m.user_id and u.email = $1 and service_id <> $2", who.Email, byHand);
        using (await ComeAsync(who with { Groups = ["balie"] })) { }
        Assert.Equal((0L, false), (await ReadAsync<long>("select count(*) from organisation_admins a join users u on u.id = a.user_id where u.email = $1", who.Email), await IsPlatformAdminAsync(who)));
        Assert.Equal(3, await PermissionsAsync(who));

        using var visitor = await ComeAsync(who with { Groups = [] });
        Assert.Contains("Uw diensten", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(byHand, await ReadAsync<Guid>("select service_id from members m join users u on u.id = m.user_id where u.email = $1", who.Email));
        Assert.Contains("sso-member-taken", await ActsAsync(who));
        Assert.Contains("sso-organisation-admin-taken", await ActsAsync(who));
        Assert.Contains("sso-platform-admin-taken", await ActsAsync(who));

        await Portal.Postgres.ExecuteAsync("delete from members m using users u where u.id = m.user_id and email = $1", who.Email);
        using var refused = await ComeAsync(who with { Groups = [] });
        Assert.Contains("U hebt nog geen toegang", refused.Page, StringComparison.Ordinal);
        await refused.GetAsync("account");
        Assert.Equal("/sign-in", refused.Location.AbsolutePath);
    }

    [Fact]
    public async Task ARuleForAllServices_GivesEach_AndARuleForNothingGivesNothing()
    {
        var service = await AddServiceAsync();
        var who = New("redactie", "verhuisd");
        using (await ComeAsync(who)) { }
        Assert.Equal(5, await ReadAsync<int>("select permissions from members m join users u on u.id = m.user_id where u.email = $1 and service_id = $2", who.Email, service));
        Assert.Contains("verhuisd) names an organisation or service that does not exist", Portal.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyWithoutARule_GetsNoAccount_UnlessInvited()
    {
        var who = New();
        using var visitor = await ComeAsync(who);
        Assert.Contains("U hebt nog geen toegang", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await ReadAsync<long>("select count(*) from users where email = $1", who.Email));
        Assert.True(await ReadAsync<long>("select count(*) from audit_entries where action = 'sso-refused' and user_id is null and address is not null") > 0);

        var token = await InviteAsync(who.Email);
        await visitor.GetAsync($"invitations/{token}");
        Assert.Contains("Inloggen via Gemeente Voorbeeld", visitor.Page, StringComparison.Ordinal);
        await visitor.GetAsync($"{Way}?terug=/invitations/{token}");
        Assert.Contains("Uitnodiging aannemen", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("accept", []);
        Assert.Equal(1, await PermissionsAsync(who));

        // An invitation to another opens nothing for who found the link.
        using var finder = await ComeAsync(New(), $"/invitations/{await InviteAsync("iemand@gemeente.example")}");
        Assert.Contains("U hebt nog geen toegang", finder.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAccountWithTheSameAddress_IsLinkedOnlyWhereTheProviderIsTrustedWithIt()
    {
        const string email = "redacteur@voorbeeld.nl";
        var stranger = New("balie") with { Email = email };
        using var refused = await ComeAsync(stranger);
        Assert.Contains("Er is al een account met uw e-mailadres", refused.Page, StringComparison.Ordinal);

        var own = $"{Guid.NewGuid():N}@gemeente.example";
        await Portal.Postgres.ExecuteAsync("update users set email = $1, normalized_email = upper($1) where email = 'kijker@voorbeeld.nl'", own);
        using var unconfirmed = await ComeAsync(New("balie") with { Email = own, EmailVerified = false });
        Assert.Contains("Er is al een account met uw e-mailadres", unconfirmed.Page, StringComparison.Ordinal);
        var who = New("balie") with { Email = own };
        using var visitor = await ComeAsync(who);
        Assert.Contains("Uw diensten", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("sso-linked", await ActsAsync(who));

        // The next colleague of that name gets the address, not the account.
        using var next = await ComeAsync(New("balie") with { Email = own });
        Assert.Contains("Er is al een account met uw e-mailadres", next.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoIsSignedIn_LinksByPressingAButton_AndByNoLinkFromElsewhere()
    {
        var who = New("balie") with { Email = "heel-ander-adres@elders.example" };
        using var visitor = await Visitor.SignedInAsync(Portal, "verzender@voorbeeld.nl");
        at.Provider.Present = who;
        await visitor.GetAsync($"{Way}?koppel=CfDJ8zelfgemaakt");
        Assert.Contains("Het inloggen is verlopen", visitor.Page, StringComparison.Ordinal);

        await visitor.GetAsync("account/providers");
        await visitor.SubmitAsync("link-gemeente", []);
        var onward = visitor.Link("sign-in/sso/gemeente[^\"]+");
        using var thief = await Visitor.SignedInAsync(Portal, "beheerder@voorbeeld.nl");
        await thief.GetAsync(onward);
        Assert.Contains("Het inloggen is verlopen", thief.Page, StringComparison.Ordinal);
        await visitor.GetAsync(onward);
        Assert.Contains("Uw account is gekoppeld", visitor.Page, StringComparison.Ordinal);

        using var later = await ComeAsync(who);
        await later.GetAsync("account");
        Assert.Contains("Vera Verzender", later.Page, StringComparison.Ordinal);

        // The same identity for a second account.
        at.Provider.Present = who;
        await thief.GetAsync("account/providers");
        await thief.SubmitAsync("link-gemeente", []);
        await thief.GetAsync(thief.Link("sign-in/sso/gemeente[^\"]+"));
        Assert.Contains("hoort bij een ander account", thief.Page, StringComparison.Ordinal);

        await visitor.GetAsync("account/providers");
        await visitor.SubmitAsync("unlink-gemeente", []);
        Assert.Contains("losgekoppeld", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await ReadAsync<long>("select count(*) from user_logins where provider_key = $1", who.Subject));
    }

    [Fact]
    public async Task WithoutASecondFactorOfTheProvider_OursIsAsked()
    {
        var who = New("balie") with { Amr = ["pwd"] };
        using var visitor = await ComeAsync(who, "/account");
        Assert.Equal("/account/start", visitor.Location.AbsolutePath);
        await visitor.GetAsync("account/app");
        var key = Totp.Key(System.Text.RegularExpressions.Regex.Match(visitor.Page, "nn-key[^>]*>([^<]+)<").Groups[1].Value);
        var hidden = System.Text.RegularExpressions.Regex.Match(visitor.Page, "name=\"Input.Key\" value=\"([^\"]+)\"").Groups[1].Value;
        await visitor.SubmitAsync("app", new() { ["Input.Key"] = hidden, ["Input.Code"] = Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow)) });
        Assert.Contains("Herstelcodes", visitor.Page, StringComparison.Ordinal);

        using var again = await ComeAsync(who, "/account");
        Assert.Contains("Uw organisatie kent u", again.Page, StringComparison.Ordinal);
        await again.SubmitAsync("code", new() { ["Input.Code"] = Totp.Code(key, Totp.StepOf(DateTimeOffset.UtcNow) + 1) });
        Assert.Equal("/account", again.Location.AbsolutePath);
        Assert.Equal(2L, (await ActsAsync(who)).Count(act => act == "sso-signed-in"));
    }

    private static Colleague New(params string[] groups) => Colleague.New(groups);

    private Task<Visitor> ComeAsync(Colleague who, string back = "/") => at.ComeAsync(who, back);

    private Task<T> ReadAsync<T>(string sql, params object[] values) => Portal.Postgres.ReadAsync<T>(sql, values);

    private Task<int> PermissionsAsync(Colleague who) =>
        ReadAsync<int>("select permissions from members m join users u on u.id = m.user_id join services s on s.id = m.service_id where u.email = $1 and s.name = 'Uw uitkering'", who.Email);

    private Task<bool> IsPlatformAdminAsync(Colleague who) => ReadAsync<bool>("select is_platform_admin from users where email = $1", who.Email);

    private Task<string[]> ActsAsync(Colleague who) =>
        ReadAsync<string[]>("select array_agg(action::text order by a.at, a.id) from audit_entries a join users u on u.id = a.user_id where u.email = $1 and action like 'sso-%'", who.Email);

    private async Task<Guid> AddServiceAsync()
    {
        var id = Guid.CreateVersion7();
        await Portal.Postgres.ExecuteAsync(
            "insert into services select (jsonb_populate_record(s, jsonb_build_object('id', $1::uuid, 'name', $2::text))).* from services s where name = 'Uw uitkering'", id, $"Dienst {id}");
        return id;
    }

    private async Task<string> InviteAsync(string email)
    {
        await using var db = Portal.Postgres.Open();
        var service = await ReadAsync<Guid>("select id from services where name = 'Uw uitkering'");
        var (_, token) = new Invitations(db, TimeProvider.System).Add(InvitationKind.Service, email, invitedById: null, service, Permissions.View).Value;
        await db.SaveChangesAsync();
        return token;
    }
}
