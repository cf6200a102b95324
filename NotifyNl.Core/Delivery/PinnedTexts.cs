using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Templates;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>The texts that messages are made of, parsed once. They never change, so what is remembered is never stale.</summary>
public sealed class PinnedTexts([FromKeyedServices(WorkerDatabase.Key)] NpgsqlDataSource database)
{
    private const int MaxRemembered = 1_000;

    private const string Sql = """
        select p.sender, p.prefix, p.accents, v.content
        from pinned_templates p join template_versions v on v.template_id = p.template_id and v.version = p.template_version
        where p.id = $1
        """;

    private readonly ConcurrentDictionary<Guid, PinnedText> remembered = new();

    /// <returns>Null when there is no such pinned template.</returns>
    public async ValueTask<PinnedText?> FindAsync(Guid id, CancellationToken cancel)
    {
        if (remembered.TryGetValue(id, out var known))
            return known;

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            return null;
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();
        return remembered[id] = new PinnedText(
            reader.GetString(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetString(1), (AccentMode)reader.GetInt16(2), TemplateText.Parse(reader.GetString(3)));
    }
}

public sealed record PinnedText(string Sender, string? Prefix, AccentMode Accents, TemplateText Template);
