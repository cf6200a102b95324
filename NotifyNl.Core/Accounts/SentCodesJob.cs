using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Delivery;
using Npgsql;
using Quartz;

namespace NotifyNl.Accounts;

/// <summary>Takes the code out of every security message as soon as the gateway has it: nobody reads it afterwards, not even with the keys.</summary>
[DisallowConcurrentExecution]
public sealed class SentCodesJob([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, PersonalDataSeal seal) : IJob
{
    public static readonly JobKey Key = new("sent-codes", "accounts");

    // A day back: by then every message has ended, and the ids sort by time. A code and a dash differ in length, so each row is written once.
    private const string Sql = """
        update notifications set personalisation = $2
        where service_id = $1 and id > notify_uuid7(now() - interval '1 day', 0) and length(personalisation) <> length($2) and not (status = any($3))
        """;

    private static readonly short[] StillToSend =
        [(short)NotificationStatus.Queued, (short)NotificationStatus.Claimed, (short)NotificationStatus.Submitting, (short)NotificationStatus.Deferred, (short)NotificationStatus.Unknown];

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = PlatformDienst.Id });
        command.Parameters.Add(new NpgsqlParameter { Value = seal.Seal(PlatformDienst.Id, Sending.Values.ToJson(["-"])) });
        command.Parameters.Add(new NpgsqlParameter { Value = StillToSend });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
