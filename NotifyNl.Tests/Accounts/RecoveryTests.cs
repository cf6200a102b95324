using NotifyNl.Accounts;
using NotifyNl.Teams;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Accounts;

/// <summary>Two admins give back an account; and the account's own changes of factor and address.</summary>
public sealed class RecoveryTests(AccountFixture accounts) : IClassFixture<AccountFixture>
{
    [Fact]
    public async Task TwoDifferentAdmins_WhoKnowTheWord_GiveBackAnAccount_AndItIsAllInTheLogboek()
    {
        var (person, first, second) = await TeamAsync();
        var request = await AskAsync(person);

        Assert.Equal("recovery-word", (await ApproveAsync(request, first, "aaaa-aaaa")).Problem?.Code);
        Assert.Null((await ApproveAsync(request, first, request.Word.ToUpperInvariant())).Value.Token);
        // One admin twice counts once.
        Assert.Equal("recovery-twice", (await ApproveAsync(request, first, request.Word)).Problem?.Code);
        var token = (await ApproveAsync(request, second, request.Word)).Value.Token;
        Assert.NotNull(token);
        Assert.Equal("recovery-gone", (await ApproveAsync(request, second, request.Word)).Problem?.Code);

        var (link, state) = await FindAsync(token, AccountLinkPurpose.Restore);
        Assert.Equal(LinkState.Valid, state);
        Assert.Null(await accounts.InAsync<RecoveryDesk, Problem?>(desk => desk.RestoreAsync(link!, default)));
        Assert.False((await accounts.InAsync<SecondFactors, FactorSummary>(factors => factors.OfAsync(person.Id, default))).Any);
        Assert.Equal("link-used", (await accounts.InAsync<RecoveryDesk, Problem?>(desk => desk.RestoreAsync(link!, default)))?.Code);
        Assert.Equal(
            "recovery-asked recovery-approved recovery-approved account-restored",
            await accounts.Postgres.ReadAsync<string>("select string_agg(e.action, ' ' order by l.place) from audit_entries e join audit_links l on l.entry_id = e.id where e.subject_id = $1", person.Id));
    }

    [Fact]
    public async Task OfManyAtOnce_EachAdminCountsOnce_AndOneLinkIsMade()
    {
        var (person, first, second) = await TeamAsync();
        var request = await AskAsync(person);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ApproveAsync(request, i % 2 == 0 ? first : second, request.Word)));
        Assert.Equal(2, answers.Count(a => a.Succeeded));
        Assert.Single(answers, a => a.Value.Token is not null);
    }

    [Fact]
    public async Task NobodyJudgesTheirOwn_NorWhomTheyDoNotGovern()
    {
        var (person, first, second) = await TeamAsync();
        var outsider = await accounts.UserAsync();
        var platform = await accounts.UserAsync(platformAdmin: true);
        var request = await AskAsync(person);
        Assert.Equal("recovery-gone", (await ApproveAsync(request, person, request.Word)).Problem?.Code);
        Assert.Equal("recovery-gone", (await ApproveAsync(request, outsider, request.Word)).Problem?.Code);
        Assert.Contains(request.Id, await OpenAsync(first));
        Assert.Contains(request.Id, await OpenAsync(platform));
        Assert.DoesNotContain(request.Id, await OpenAsync(person));
        Assert.DoesNotContain(request.Id, await OpenAsync(outsider));

        // One no ends it.
        Assert.Null(await accounts.InAsync<RecoveryDesk, Problem?>(desk => desk.RefuseAsync(request.Id, second.Id, default)));
        Assert.Equal("recovery-gone", (await ApproveAsync(request, first, request.Word)).Problem?.Code);

        // Whoever governs the platform or an organisation is not let in by the admins of a dienst.
        await accounts.Postgres.ExecuteAsync("insert into organisation_admins (organisation_id, user_id) select s.organisation_id, $1 from members m join services s on s.id = m.service_id where m.user_id = $1", person.Id);
        request = await AskAsync(person, otherPlatformAdmin: true);
        Assert.DoesNotContain(request.Id, await OpenAsync(first));
        Assert.Contains(request.Id, await OpenAsync(platform));
    }

    [Fact]
    public async Task ARequest_EndsAfterTwoDays_AndWhenItsOwnerSignsIn()
    {
        var (person, first, second) = await TeamAsync();
        var request = await AskAsync(person);
        await ApproveAsync(request, first, request.Word);
        await accounts.Postgres.ExecuteAsync("update recoveries set created_at = $2 where id = $1", request.Id, accounts.Clock.GetUtcNow() - Recovery.Valid);
        Assert.Equal("recovery-gone", (await ApproveAsync(request, second, request.Word)).Problem?.Code);

        request = await AskAsync(person);
        await accounts.InAsync<RecoveryDesk, bool>(async desk => { await desk.CancelAsync(person.Id, default); return true; });
        Assert.Equal("recovery-gone", (await ApproveAsync(request, first, request.Word)).Problem?.Code);
    }

    [Fact]
    public async Task WithoutTwoAdmins_TheLinkStaysAndNothingIsAsked()
    {
        var person = await accounts.UserAsync();
        await accounts.Postgres.ExecuteAsync("update users set is_platform_admin = false");
        var (link, token) = await LinkAsync(person);
        Assert.Equal("recovery-nobody", (await accounts.InAsync<RecoveryDesk, Result<(Recovery, List<User>)>>(desk => desk.AskAsync(link, default))).Problem?.Code);
        Assert.Equal(LinkState.Valid, (await FindAsync(token, AccountLinkPurpose.Recovery)).State);
    }

    [Fact]
    public async Task TheLastFactor_Stays_AlsoWhenTwoAreRemovedAtOnce()
    {
        var user = await accounts.UserAsync(Totp.NewKey(), mobile: "+31612340011");
        var answers = await Task.WhenAll(RemoveAsync(user, Factor.App), RemoveAsync(user, Factor.Mobile), RemoveAsync(user, Factor.App), RemoveAsync(user, Factor.Mobile));
        Assert.Single(answers, a => a is null);
        Assert.All(answers.Where(a => a is not null), a => Assert.Equal("last-factor", a!.Code));
        Assert.Equal(1, (await accounts.InAsync<SecondFactors, FactorSummary>(factors => factors.OfAsync(user.Id, default))).Count);
        Assert.Equal(1L, await accounts.Postgres.ReadAsync<long>("select count(*) from audit_entries where user_id = $1 and action in ('app-removed', 'mobile-removed')", user.Id));
    }

    [Fact]
    public async Task ANewAddress_CountsOnceItsMailboxWasRead_AndEndsTheLinksOfTheOldOne()
    {
        var (user, other) = (await accounts.UserAsync(), await accounts.UserAsync());
        Assert.Equal("email-same", (await AskEmailAsync(user, user.Email!.ToUpperInvariant())).Problem?.Code);
        // Somebody else's: no link, and nothing that says so.
        Assert.Null((await AskEmailAsync(user, other.Email!)).Value.Token);

        var wanted = $"nieuw-{Guid.NewGuid():N}@voorbeeld.nl";
        var token = (await AskEmailAsync(user, wanted)).Value.Token;
        var forgotten = await accounts.InAsync<AccountLinks, string>(links => links.MakeAsync(user.Id, AccountLinkPurpose.NewPassword, default));
        Assert.Equal(user.Email, await accounts.Postgres.ReadAsync<string>("select email from users where id = $1", user.Id));
        var (link, _) = await FindAsync(token, AccountLinkPurpose.NewEmail);
        Assert.Null(await accounts.InAsync<EmailChange, Problem?>(change => change.ConfirmAsync(link!, default)));
        Assert.Equal(wanted.ToUpperInvariant(), await accounts.Postgres.ReadAsync<string>("select normalized_user_name from users where id = $1 and normalized_email = normalized_user_name and email = user_name", user.Id));
        Assert.Equal(LinkState.Used, (await FindAsync(forgotten, AccountLinkPurpose.NewPassword)).State);

        // Of two who ask for one address the first to read it has it; the other keeps their own.
        var raced = $"samen-{Guid.NewGuid():N}@voorbeeld.nl";
        var (one, two) = ((await AskEmailAsync(user, raced)).Value.Token, (await AskEmailAsync(other, raced)).Value.Token);
        var (oneLink, twoLink) = ((await FindAsync(one, AccountLinkPurpose.NewEmail)).Link!, (await FindAsync(two, AccountLinkPurpose.NewEmail)).Link!);
        Assert.Null(await accounts.InAsync<EmailChange, Problem?>(change => change.ConfirmAsync(oneLink, default)));
        Assert.Equal("email-taken", (await accounts.InAsync<EmailChange, Problem?>(change => change.ConfirmAsync(twoLink, default)))?.Code);
        Assert.Equal(other.Email, await accounts.Postgres.ReadAsync<string>("select email from users where id = $1", other.Id));
    }

    /// <summary>A member with a code app, and two admins of a dienst of their own.</summary>
    private async Task<(User Person, User First, User Second)> TeamAsync()
    {
        var people = (Person: await accounts.UserAsync(Totp.NewKey()), First: await accounts.UserAsync(), Second: await accounts.UserAsync());
        await using var db = accounts.Postgres.Open();
        var service = (await Given.AsyncIn(accounts.Postgres)).ServiceId;
        db.AddRange(
            new Member { ServiceId = service, UserId = people.Person.Id, Permissions = Permissions.View },
            new Member { ServiceId = service, UserId = people.First.Id, Permissions = Permissions.All },
            new Member { ServiceId = service, UserId = people.Second.Id, Permissions = Permissions.View | Permissions.ManageService });
        await db.SaveChangesAsync();
        return people;
    }

    private async Task<Recovery> AskAsync(User person, bool otherPlatformAdmin = false)
    {
        if (otherPlatformAdmin)
            await accounts.UserAsync(platformAdmin: true);
        var (link, _) = await LinkAsync(person);
        return (await accounts.InAsync<RecoveryDesk, Result<(Recovery Request, List<User>)>>(desk => desk.AskAsync(link, default))).Value.Request;
    }

    private async Task<(AccountLink Link, string Token)> LinkAsync(User person)
    {
        var token = await accounts.InAsync<AccountLinks, string>(links => links.MakeAsync(person.Id, AccountLinkPurpose.Recovery, default));
        return ((await FindAsync(token, AccountLinkPurpose.Recovery)).Link!, token);
    }

    private Task<(AccountLink? Link, LinkState State)> FindAsync(string? token, AccountLinkPurpose purpose) =>
        accounts.InAsync<AccountLinks, (AccountLink? Link, LinkState State)>(links => links.FindAsync(token, purpose, default));

    private Task<Result<(User Of, string? Token)>> ApproveAsync(Recovery request, User judge, string word) =>
        accounts.InAsync<RecoveryDesk, Result<(User Of, string? Token)>>(desk => desk.ApproveAsync(request.Id, judge.Id, word, default));

    private async Task<List<Guid>> OpenAsync(User judge) => [.. (await accounts.InAsync<RecoveryDesk, List<Recovery>>(desk => desk.OpenAsync(judge.Id, default))).Select(r => r.Id)];

    private Task<Problem?> RemoveAsync(User user, Factor factor) => accounts.InAsync<SecondFactors, CodeApp, SmsCodes, Problem?>(
        (factors, app, sms) => factors.RemoveAsync(user.Id, factor, () => factor == Factor.App ? app.UnlinkAsync(user.Id, default) : sms.RemoveNumberAsync(user.Id, default), default));

    private Task<Result<(string Email, string? Token)>> AskEmailAsync(User user, string email) =>
        accounts.InAsync<EmailChange, Result<(string Email, string? Token)>>(change => change.AskAsync(user, email, default));
}
