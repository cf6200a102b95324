using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Audit;

/// <summary>S17: nobody changes the logboek, and who does it as superuser is seen.</summary>
public sealed class AuditChainTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("edited", 3, "update audit_entries set action = 'nothing-happened' where id = $1")]
    [InlineData("edited", 3, "update audit_entries set at = at - interval '1 hour' where id = $1")]
    [InlineData("deleted", 3, "delete from audit_entries where id = $1")]
    [InlineData("missing-link", 3, "with e as (delete from audit_entries where id = $1) delete from audit_links where entry_id = $1")]
    [InlineData("edited", 3, "update audit_entries e set subject = o.subject, action = o.action from audit_entries o where e.id in ($1, $2) and o.id in ($1, $2) and o.id <> e.id")]
    [InlineData("edited", 3, "with gone as (delete from audit_links where entry_id in ($1, $2) returning *) insert into audit_links select a.organisation_id, a.place, b.entry_id, a.hash from gone a join gone b on a.place <> b.place")]
    [InlineData("unlinked", 0, "insert into audit_entries (id, organisation_id, action, at) select gen_random_uuid(), organisation_id, 'invented', now() from audit_entries where id = $1")]
    public async Task WhatASuperuserDoes_IsNamedByItsRow(string kind, long place, string sql)
    {
        var (organisation, ids) = await WrittenAsync(6);
        Assert.Empty(await FlawsAsync(organisation));

        await AsSuperuserAsync(sql, ids[2], ids[4]);
        var flaw = (await FlawsAsync(organisation))[0];
        Assert.Equal((kind, place), (flaw.Kind, flaw.Place));
        if (kind is "edited" or "deleted")
            Assert.Contains(flaw.EntryId!.Value, new[] { ids[2], ids[4] });
    }

    [Fact]
    public async Task ATailThatIsCut_IsSeen_AlsoWhenTheHeadIsCutWithIt()
    {
        var (organisation, ids) = await WrittenAsync(6);
        await using var connection = new NpgsqlConnection(postgres.Owner);
        await connection.OpenAsync();
        var logged = (await AuditChain.HeadsAsync(connection, default)).Single(h => h.OrganisationId == organisation);

        await AsSuperuserAsync("with gone as (delete from audit_links where entry_id in ($1, $2)) delete from audit_entries where id in ($1, $2)", ids[4], ids[5]);
        Assert.Equal(("cut", 5L), (await FlawsAsync(organisation)).Select(f => (f.Kind, f.Place)).Single());

        await AsSuperuserAsync("update audit_heads set place = 4, hash = (select hash from audit_links where organisation_id = $1 and place = 4) where organisation_id = $1 and $2::uuid is not null", organisation, organisation);
        Assert.Empty(await FlawsAsync(organisation));
        Assert.Equal(("cut", 5L), (await FlawsAsync(organisation, logged)).Select(f => (f.Kind, f.Place)).Single());
    }

    [Fact]
    public async Task AChainThatIsWrittenAnew_IsNotAsItWasLogged()
    {
        var (organisation, ids) = await WrittenAsync(3);
        await using var connection = new NpgsqlConnection(postgres.Owner);
        await connection.OpenAsync();
        var logged = (await AuditChain.HeadsAsync(connection, default)).Single(h => h.OrganisationId == organisation);
        await AsSuperuserAsync(
            """
            with e as (update audit_entries set action = 'nothing-happened' where id = $1 and $2::uuid is not null returning *)
            update audit_links l set hash = sha256((select hash from audit_links p where p.organisation_id = l.organisation_id and p.place = l.place - 1) || convert_to(audit_content(e), 'UTF8')) from e where l.entry_id = e.id
            """,
            ids[2], ids[2]);
        await AsSuperuserAsync("update audit_heads h set hash = l.hash from audit_links l where l.organisation_id = h.organisation_id and l.place = h.place and h.organisation_id = $1 and $2::uuid is not null", organisation, organisation);
        Assert.Empty(await FlawsAsync(organisation));
        Assert.Contains(await FlawsAsync(organisation, logged), f => f is { Kind: "not-as-logged", Place: 3 });
    }

    [Theory]
    [InlineData("update audit_entries set action = 'x'")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries cascade")]
    [InlineData("update audit_links set place = place")]
    [InlineData("delete from audit_links")]
    public async Task S17_TheLogIsAppendOnly_ForEveryLogin(string sql)
    {
        var given = await Given.AsyncIn(postgres);
        await WriteAsync(given, "settings-changed");
        foreach (var login in new[] { postgres.Web, postgres.Worker, postgres.Owner })
        {
            await using var connection = new NpgsqlConnection(login);
            await connection.OpenAsync();
            await using (var enter = new NpgsqlCommand($"select set_config('app.service_id', '{given.ServiceId}', false)", connection))
                await enter.ExecuteNonQueryAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task ManyWritersAtOnce_MakeOneChain()
    {
        var given = await Given.AsyncIn(postgres);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => WriteAsync(given, "settings-changed")));
        var organisation = await OrganisationAsync(given);
        Assert.Empty(await FlawsAsync(organisation));
        Assert.Equal(40L, await postgres.ReadAsync<long>("select place from audit_heads where organisation_id = $1", organisation));
    }

    [Fact]
    public async Task AnEntry_KeepsWhoWhatWhenAndFromWhere_ByFieldName()
    {
        var given = await Given.AsyncIn(postgres);
        await using (var db = postgres.OpenWeb(given.ServiceId))
        {
            new AuditLog(db, TimeProvider.System, new AuditOrigin { Address = "192.0.2.7" })
                .Add(given.ServiceId, given.UserId, "settings-changed", changes: [new FieldChange("RetentionDays", "7", "30"), new FieldChange("Content")]);
            await db.SaveChangesAsync();
        }

        await using var read = postgres.OpenWeb(given.ServiceId);
        var entry = await read.AuditEntries.SingleAsync(e => e.ServiceId == given.ServiceId);
        Assert.Equal((given.UserId, "192.0.2.7", await OrganisationAsync(given)), (entry.UserId!.Value, entry.Address, entry.OrganisationId!.Value));
        Assert.Equal([new FieldChange("RetentionDays", "7", "30"), new FieldChange("Content")], entry.FieldChanges);
    }

    private async Task<(Guid Organisation, Guid[] Ids)> WrittenAsync(int entries)
    {
        var given = await Given.AsyncIn(postgres);
        for (var i = 0; i < entries; i++)
            await WriteAsync(given, $"action-{i}");
        await using var db = postgres.Open();
        var ids = await db.AuditEntries.Where(e => e.ServiceId == given.ServiceId).OrderBy(e => e.Action).Select(e => e.Id).ToArrayAsync();
        return (await OrganisationAsync(given), ids);
    }

    private async Task WriteAsync(Given given, string action)
    {
        await using var db = postgres.OpenWeb(given.ServiceId);
        new AuditLog(db, TimeProvider.System).Add(given.ServiceId, given.UserId, action, subject: $"é {action}");
        await db.SaveChangesAsync();
    }

    private Task<Guid> OrganisationAsync(Given given) => postgres.ReadAsync<Guid>("select organisation_id from services where id = $1", given.ServiceId);

    private async Task<List<AuditFlaw>> FlawsAsync(Guid organisation, params AuditHead[] logged) =>
        [.. (await AuditChain.VerifyAsync(postgres.Owner, logged, default)).Flaws.Where(f => f.OrganisationId == organisation)];

    private async Task AsSuperuserAsync(string sql, Guid first, Guid second)
    {
        await using var connection = new NpgsqlConnection(postgres.Superuser);
        await connection.OpenAsync();
        await using (var silence = new NpgsqlCommand("set session_replication_role = replica", connection))
            await silence.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = first } } };
        if (sql.Contains("$2", StringComparison.Ordinal))
            command.Parameters.Add(new() { Value = second });
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
