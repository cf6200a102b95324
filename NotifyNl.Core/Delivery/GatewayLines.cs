using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>
/// Which gateway gets a message: the one that may have it already, else the one that its service or its country is bound to, else one that is open, by chance
/// and by weight times share. Weights are configured; shares fall and rise by how a gateway does (<see cref="GatewayShares"/>).
/// </summary>
public sealed class GatewayLines
{
    /// <summary>How long a pause by hand may take to reach a node.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const string ReadSql = """
        with made as (insert into gateways (name) select unnest($1::text[]) on conflict do nothing)
        select name, share, paused_at is not null from gateways
        """;

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;
    private readonly PersonalDataSeal seal;
    private readonly Dictionary<Guid, GatewayLine> byService;
    private readonly Dictionary<string, GatewayLine> byCountry;
    private long? read;

    public GatewayLines(
        GatewayRoster roster, [FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database, GatewayRate rate, GatewayTallies tallies, PersonalDataSeal seal, TimeProvider clock)
        : this([.. roster.All.Select(e => new GatewayLine(e.Gateway, e.Options, rate, tallies, clock))], database, seal, clock)
    {
    }

    internal GatewayLines(IReadOnlyList<GatewayLine> lines, NpgsqlDataSource database, PersonalDataSeal seal, TimeProvider clock)
    {
        (All, this.database, this.seal, this.clock) = (lines, database, seal, clock);
        byService = lines.SelectMany(line => GatewayOptions.Split(line.Options.Services).Select(id => (Guid.Parse(id), line))).ToDictionary();
        byCountry = lines.SelectMany(line => GatewayOptions.Split(line.Options.Countries).Select(prefix => (prefix, line))).ToDictionary();
    }

    public IReadOnlyList<GatewayLine> All { get; }

    /// <summary>Looks once a second at what all nodes share.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (read is { } at && clock.GetElapsedTime(at) < Fresh)
            return;
        read = clock.GetTimestamp();
        try
        {
            await using var command = database.CreateCommand(ReadSql);
            command.Parameters.Add(new NpgsqlParameter { Value = All.Select(line => line.Name).Order().ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                All.FirstOrDefault(line => line.Name == reader.GetString(0))?.Learn(reader.GetInt16(1), reader.GetBoolean(2));
        }
        catch
        {
            read = null;
            throw;
        }
    }

    /// <summary>Waits for a gateway that will soon be open again.</summary>
    /// <returns>False when all are shut by hand.</returns>
    public async Task<bool> ReadyAsync(CancellationToken cancel)
    {
        while (true)
        {
            await RefreshAsync(cancel);
            if (All.Any(line => line.IsOpen))
                return true;
            if (!await ComesBackAsync(cancel))
                return All.Any(line => line.IsOpen);
        }
    }

    /// <summary>Waits until a gateway in trouble may be open again, for a second at most.</summary>
    /// <returns>False when none is in trouble.</returns>
    public async Task<bool> ComesBackAsync(CancellationToken cancel)
    {
        var troubled = All.Where(line => !line.IsShutByHand && line.Pause.IsActive).ToArray();
        if (troubled.Length == 0)
            return false;
        var soonest = troubled.Min(line => line.Pause.Remaining);
        await Task.Delay(soonest < Fresh ? soonest : Fresh, clock, cancel);
        return true;
    }

    /// <summary>Whether messages of a service can be sent now: no need to take what must wait.</summary>
    public bool MayGo(Guid service) => byService.TryGetValue(service, out var bound) ? bound.IsOpen : Open.Any();

    /// <summary>How many messages to claim: not more than two seconds of what the open gateways may get.</summary>
    public int ClaimSize(int most) => Math.Clamp(All.Where(line => line.IsOpen).Sum(line => line.RatedSize(2, most)), 1, most);

    /// <returns>The gateway and no other; null for a message that any may take.</returns>
    /// <param name="name">The gateway's name, also where it is not configured any more.</param>
    public GatewayLine? BoundTo(ClaimedMessage message, out string? name)
    {
        name = message.BoundTo;
        if (name is { } has)
            return All.FirstOrDefault(line => line.Name == has);
        if (byService.TryGetValue(message.ServiceId, out var line) || (byCountry.Count > 0 && TryCountry(message, out line)))
            name = line!.Name;
        return line;
    }

    /// <returns>Null when none is open.</returns>
    public GatewayLine? Choose()
    {
        var open = Open.ToArray();
        var point = Random.Shared.NextDouble() * open.Sum(line => line.Pull);
        foreach (var line in open)
        {
            if ((point -= line.Pull) < 0)
                return line;
        }

        return open.LastOrDefault();
    }

    private IEnumerable<GatewayLine> Open => All.Where(line => line.Pull > 0 && line.IsOpen);

    private bool TryCountry(ClaimedMessage message, out GatewayLine? line)
    {
        line = null;
        try
        {
            var digits = seal.Open(message.ServiceId, message.Recipient).TrimStart('+');
            for (var length = Math.Min(4, digits.Length); length > 0 && line is null; length--)
                byCountry.TryGetValue(digits[..length], out line);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // It fails by itself when it is written.
        }

        return line is not null;
    }
}
