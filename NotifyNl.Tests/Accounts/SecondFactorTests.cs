using NotifyNl.Accounts;
using NotifyNl.Delivery;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Accounts;

public sealed class SecondFactorTests(AccountFixture accounts) : IClassFixture<AccountFixture>
{
    private static readonly byte[] Key = Totp.NewKey();

    private string Now => Totp.Code(Key, Totp.StepOf(accounts.Clock.GetUtcNow()));

    [Fact]
    public async Task S5_ACode_IsRefusedTheSecondTime()
    {
        var user = await accounts.UserAsync(Key);
        Assert.Null(await UseAsync(user, Now));
        Assert.Equal("code-used", (await UseAsync(user, Now))?.Code);

        // Nor does an older one count after a newer.
        Assert.Equal("code-used", (await UseAsync(user, Totp.Code(Key, Totp.StepOf(accounts.Clock.GetUtcNow()) - 1)))?.Code);
        Assert.Null(await UseAsync(user, Totp.Code(Key, Totp.StepOf(accounts.Clock.GetUtcNow()) + 1)));
    }

    [Fact]
    public async Task S5_OfManyAtOnceWithOneCode_OneGetsIn()
    {
        var user = await accounts.UserAsync(Key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UseAsync(user, Now)));
        Assert.Single(answers, answer => answer is null);
    }

    [Theory]
    [InlineData(-30, null)]
    [InlineData(30, null)]
    [InlineData(-60, "code-clock")]
    [InlineData(3600, "code-clock")]
    [InlineData(36000, "code-wrong")]
    public async Task S5_OnlyOneStepAround_AndAClockThatIsOffIsSaid(int seconds, string? problem)
    {
        var user = await accounts.UserAsync(Key);
        Assert.Equal(problem, (await UseAsync(user, Totp.Code(Key, Totp.StepOf(accounts.Clock.GetUtcNow().AddSeconds(seconds)))))?.Code);
    }

    [Fact]
    public async Task S4_FiftyWrongCodesAtOnce_AreNotAllJudged_AndTheRestEndsByItself()
    {
        var user = await accounts.UserAsync(Key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => UseAsync(user, "99999" + i % 10 == Now ? "000000" : "99999" + i % 10)));
        Assert.Equal(SignInTries.Limit, answers.Count(a => a!.Code is "code-wrong" or "code-clock"));
        Assert.Equal(50 - SignInTries.Limit, answers.Count(a => a!.Code == "codes-locked"));

        // Now even the right one waits.
        Assert.Equal("codes-locked", (await UseAsync(user, Now))?.Code);
        accounts.Clock.Advance(SignInTries.Rest);
        Assert.Null(await UseAsync(user, Now));
    }

    [Fact]
    public async Task S4_ARightPassword_BuysNoNewTriesAtCodes()
    {
        var user = await accounts.UserAsync(Key);
        for (var i = 0; i < SignInTries.Limit; i++)
        {
            await accounts.InAsync<SignInTries, bool>(tries => tries.PayPasswordAsync(user.Id, default));
            await accounts.InAsync<SignInTries, bool>(async tries => { await tries.PasswordWasRightAsync(user.Id, default); return true; });
            await UseAsync(user, "000000");
        }

        Assert.Equal("codes-locked", (await UseAsync(user, Now))?.Code);
    }

    [Fact]
    public async Task S4_RecoveryCodes_CountOnce_AndWrongOnesCountToo()
    {
        var user = await accounts.UserAsync(Key);
        var codes = await accounts.InAsync<RecoveryCodes, IReadOnlyList<string>>(recovery => recovery.RenewAsync(user.Id, default));
        Assert.Equal(RecoveryCodes.Count, codes.Distinct().Count());
        Assert.Null(await UseAsync(user, codes[0].ToUpperInvariant()));
        Assert.Equal("code-wrong", (await UseAsync(user, codes[0]))?.Code);
        for (var i = 0; i < SignInTries.Limit - 1; i++)
            Assert.Equal("code-wrong", (await UseAsync(user, "aaaaa-aaaaa"))?.Code);
        Assert.Equal("codes-locked", (await UseAsync(user, codes[1]))?.Code);

        // What is stored is neither the code nor a hash that can be tried.
        Assert.Equal(0L, await accounts.Postgres.ReadAsync<long>("select count(*) from recovery_codes where encode(code, 'escape') like '%' || $1 || '%'", codes[1].Replace("-", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnSmsCode_GoesUrgentInTheNameOfTheInstallation_AndCountsOnce()
    {
        var user = await accounts.UserAsync(mobile: "+31612340001");
        Assert.Null(await SendAsync(user));
        var code = await accounts.SentCodeAsync("+31612340001");
        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(0, await accounts.Postgres.ReadAsync<short>("select lane from notifications where service_id = $1 order by id desc limit 1", PlatformDienst.Id));

        Assert.Null(await UseAsync(user, code));
        Assert.Equal("code-wrong", (await UseAsync(user, code))?.Code);
    }

    [Fact]
    public async Task S4_AnSmsCode_EndsAfterFiveWrongTries_AndAfterTenMinutes()
    {
        var user = await accounts.UserAsync(mobile: "+31612340002");
        await SendAsync(user);
        var code = await accounts.SentCodeAsync("+31612340002");
        for (var i = 0; i < SmsCodes.MostFailures; i++)
            await UseAsync(user, code == "000000" ? "000001" : "000000");
        Assert.Equal("code-wrong", (await UseAsync(user, code))?.Code);

        await SendAsync(user);
        code = await accounts.SentCodeAsync("+31612340002");
        accounts.Clock.Advance(SmsCode.Valid);
        Assert.Equal("code-wrong", (await UseAsync(user, code))?.Code);
    }

    [Fact]
    public async Task S4_WhoKeepsAsking_GetsThreeSms()
    {
        var user = await accounts.UserAsync(mobile: "+31612340003");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(user)));
        Assert.Equal(SmsCodes.MostAtOnce, answers.Count(a => a is null));
        Assert.Equal((long)SmsCodes.MostAtOnce, await accounts.Postgres.ReadAsync<long>("select count(*) from notifications where recipient_key = $1", Given.Seal.Key("+31612340003")));
    }

    [Fact]
    public async Task ASentCode_IsTakenOutOfItsMessage()
    {
        var user = await accounts.UserAsync(mobile: "+31612340004");
        await SendAsync(user);
        var code = await accounts.SentCodeAsync("+31612340004");
        var texts = new HiddenTexts(accounts.Postgres.WorkerDatabase);
        // The clock of the test is not that of the database, whose hours the job looks at.
        await accounts.Postgres.ExecuteAsync("update notifications set created_at = now() where recipient_key = $1", Given.Seal.Key("+31612340004"));

        await texts.RemoveRecentAsync(default);
        Assert.Equal(code, await accounts.SentCodeAsync("+31612340004"));

        await accounts.Postgres.ExecuteAsync("update notifications set status = $1 where recipient_key = $2", (short)NotificationStatus.Accepted, Given.Seal.Key("+31612340004"));
        await texts.RemoveRecentAsync(default);
        Assert.Equal(0, await accounts.Postgres.ReadAsync<int>("select length(personalisation) from notifications where recipient_key = $1", Given.Seal.Key("+31612340004")));
    }

    [Fact]
    public async Task ASessionOfAPlatformAdmin_EndsAfterHalfAnHourOfRest_AndAnyAfterTwelveHours()
    {
        var (admin, member) = (await accounts.UserAsync(platformAdmin: true), await accounts.UserAsync());
        var (one, two) = (await BeginAsync(admin), await BeginAsync(member));
        accounts.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(await FindAsync(one));
        accounts.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await FindAsync(one));
        Assert.NotNull(await FindAsync(two));
        accounts.Clock.Advance(Session.Longest);
        Assert.Null(await FindAsync(two));
    }

    [Fact]
    public async Task S6_ANewSecurityStamp_EndsEverySession()
    {
        var user = await accounts.UserAsync();
        var (one, two) = (await BeginAsync(user), await BeginAsync(user));
        await accounts.Postgres.ExecuteAsync("update users set security_stamp = 'another' where id = $1", user.Id);
        Assert.Null(await FindAsync(one));
        Assert.Null(await FindAsync(two));
    }

    private Task<Problem?> UseAsync(User user, string code) => accounts.InAsync<SecondFactors, Problem?>(factors => factors.UseAsync(user.Id, code, default));

    private Task<Problem?> SendAsync(User user) => accounts.InAsync<SmsCodes, Problem?>(sms => sms.SendAsync(user, default));

    private Task<Session> BeginAsync(User user) => accounts.InAsync<Sessions, Session>(sessions => sessions.BeginAsync(user, "Firefox · Linux", null, default));

    private Task<SessionState?> FindAsync(Session session) => accounts.InAsync<Sessions, SessionState?>(sessions => sessions.FindAsync(session.Id, default));
}
