using Microsoft.EntityFrameworkCore;
using NotifyNl.ApiKeys;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Services;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.ApiKeys;

public sealed class ApiKeyEditorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Create_ShowsTheKeyOnce_AndStoresItSealed()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);

        var made = await Keys(db).CreateAsync(given.ServiceId, given.UserId, new ApiKeyDraft("Uitkeringen proef", ApiKeyType.Team, ["192.0.2.0/24", "2001:db8::1"]), default);

        var (key, text) = (made.Value!.Key, made.Value.Text);
        Assert.Equal($"uitkeringen_proef-{given.ServiceId}-", text[..^36]);
        Assert.Equal(text[^36..], Given.Seal.Open(given.ServiceId, key.Secret));
        Assert.Equal(["192.0.2.0/24", "2001:db8::1/128"], key.Networks);
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from audit_entries where subject_id = $1 and action = 'api-key-created'", key.Id));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from api_keys k where k::text like '%' || $1 || '%'", text[^36..]));
    }

    [Fact]
    public async Task Create_LiveKeyOfServiceOnTrial_IsRefused()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);

        Assert.Equal("api-key-live-on-trial", (await Keys(db).CreateAsync(given.ServiceId, given.UserId, new ApiKeyDraft("Live", ApiKeyType.Live, []), default)).Problem!.Code);

        await postgres.ExecuteAsync("update services set live_since = now() where id = $1", given.ServiceId);
        Assert.True((await Keys(db).CreateAsync(given.ServiceId, given.UserId, new ApiKeyDraft("Live", ApiKeyType.Live, []), default)).Succeeded);
    }

    [Theory]
    [InlineData(" ", ApiKeyType.Test, "", "api-key-name-missing")]
    [InlineData("a", (ApiKeyType)9, "", "api-key-type-missing")]
    [InlineData("a", ApiKeyType.Test, "192.0.2.0/33", "api-key-network-unreadable")]
    public async Task Create_WhatCannotBe_IsSaid(string name, ApiKeyType type, string network, string problem)
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        Assert.Equal(problem, (await Keys(db).CreateAsync(given.ServiceId, given.UserId, new ApiKeyDraft(name, type, [network]), default)).Problem!.Code);
    }

    [Fact]
    public async Task Revoke_FreesTheName_AndIsOfTheServiceOnly()
    {
        var given = await Given.AsyncIn(postgres);
        var other = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var draft = new ApiKeyDraft("Zaaksysteem", ApiKeyType.Test, []);
        var key = (await Keys(db).CreateAsync(given.ServiceId, given.UserId, draft, default)).Value!.Key;
        Assert.Equal("api-key-name-taken", (await Keys(db).CreateAsync(given.ServiceId, given.UserId, draft, default)).Problem!.Code);

        await using (var foreign = postgres.OpenWeb(other.ServiceId))
            Assert.False(await Keys(foreign).RevokeAsync(other.ServiceId, key.Id, other.UserId, default));
        Assert.True(await Keys(db).RevokeAsync(given.ServiceId, key.Id, given.UserId, default));

        Assert.True((await Keys(db).CreateAsync(given.ServiceId, given.UserId, draft, default)).Succeeded);
        Assert.False((await db.ApiKeys.AsNoTracking().SingleAsync(k => k.Id == key.Id)).WorksAt(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task GuestList_KeepsFiveNumbersInAnySpelling()
    {
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var guests = new GuestList(db, Given.Seal, new AuditLog(db, TimeProvider.System), TimeProvider.System);

        Assert.Null(await guests.ReplaceAsync(given.ServiceId, given.UserId, ["06 12345678", "", "+31612345678", "0612345679"], default));
        Assert.Equal(["+31612345678", "+31612345679"], await guests.ReadAsync(given.ServiceId, default));

        var problem = await guests.ReplaceAsync(given.ServiceId, given.UserId, ["0612345678", "geen nummer"], default);
        Assert.Equal("Numbers[1]", problem!.Field);
        Assert.Equal("guest-list-full", (await guests.ReplaceAsync(given.ServiceId, given.UserId, [.. Enumerable.Range(0, 6).Select(n => $"061234567{n}")], default))!.Code);
        Assert.Equal(2, (await guests.ReadAsync(given.ServiceId, default)).Count);
    }

    [Fact]
    public async Task GuestList_KnowsItsNumbers_AfterAChangeOfTheHashKey()
    {
        const string number = "+31612345670";
        var given = await Given.AsyncIn(postgres);
        await using var db = postgres.OpenWeb(given.ServiceId);
        var guests = new GuestList(db, Given.Seal, new AuditLog(db, TimeProvider.System), TimeProvider.System);
        Assert.Null(await guests.ReplaceAsync(given.ServiceId, given.UserId, [number], default));
        var id = await postgres.ReadAsync<Guid>("update guests set recipient_key = $2 where service_id = $1 returning id", given.ServiceId, Given.Seal.EarlierKeys(number)[0]);
        db.ChangeTracker.Clear();

        // Still reachable while the service is on trial, and the same list changes nothing.
        Assert.True(await new TrialReach(db, Given.Seal).AllowsAsync(given.ServiceId, number, default));
        Assert.Null(await guests.ReplaceAsync(given.ServiceId, given.UserId, ["06 12345670"], default));
        Assert.Equal(id, await postgres.ReadAsync<Guid>("select id from guests where service_id = $1", given.ServiceId));
        Assert.Null(await guests.ReplaceAsync(given.ServiceId, given.UserId, [], default));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from guests where service_id = $1", given.ServiceId));
    }

    private static ApiKeyEditor Keys(NotifyDbContext db) => new(db, Given.Seal, new AuditLog(db, TimeProvider.System), TimeProvider.System);
}
