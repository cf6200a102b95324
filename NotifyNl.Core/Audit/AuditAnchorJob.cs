using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using Npgsql;
using Quartz;

namespace NotifyNl.Audit;

/// <summary>
/// Every night the newest hash of each chain goes to the log of the program, outside the reach of who rules the database:
/// <c>./notify audit verify --log FILE</c> holds the chains against it.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class AuditAnchorJob([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, ILogger<AuditAnchorJob> logger) : IJob
{
    public static readonly JobKey Key = new("anchor", "audit");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var head in await AuditChain.HeadsAsync(connection, cancellationToken))
            LogHead(logger, head.OrganisationId, head.Place, head.Hash);
    }

    [LoggerMessage(LogLevel.Information, "Audit chain {Organisation} at {Place} is {Hash}")]
    private static partial void LogHead(ILogger logger, Guid organisation, long place, string hash);

    /// <summary>The heads in the lines of a log, whatever stands around them.</summary>
    public static IReadOnlyList<AuditHead> Read(IEnumerable<string> lines) =>
    [
        .. from line in lines
           let match = HeadInLog().Match(line)
           where match.Success
           select new AuditHead(Guid.Parse(match.Groups[1].Value), long.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), match.Groups[3].Value),
    ];

    [System.Text.RegularExpressions.GeneratedRegex("Audit chain ([0-9a-f-]{36}) at ([0-9]{1,18}) is ([0-9a-f]{64})")]
    private static partial System.Text.RegularExpressions.Regex HeadInLog();
}
