using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>The part of an address after the question mark, judged like a body: unknown names are refused.</summary>
internal sealed class QueryForm
{
    private readonly IQueryCollection query;

    public QueryForm(IQueryCollection query)
    {
        this.query = query;
        Form = new Form(query.ToDictionary(pair => pair.Key, pair => (object?)pair.Value.ToString()));
    }

    public Form Form { get; }

    public IReadOnlyList<string> All(string name) => [.. query[name].Select(value => value ?? "")];

    public string? First(string name) => query.TryGetValue(name, out var values) ? values[0] ?? "" : null;

    public void Uuid(string name)
    {
        if (First(name) is { } text && WireUuid.Read(text) is null)
            Form.Complain(name, "is not a valid UUID");
    }

    public Refusal? Only(params string[] names) => Form.Only(names).Refusal;

    /// <summary>The same again, for a link, with some names given another value.</summary>
    public string Text(params (string Name, string Value)[] others)
    {
        var pairs = query.Where(pair => others.All(o => o.Name != pair.Key)).SelectMany(pair => pair.Value.Select(value => (Name: pair.Key, Value: value ?? "")))
            .Concat(others).Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}").ToList();
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }
}
