using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>
/// Judges an object by a schema and finds all that is wrong, in the order and words of the model's validator (api-v2, §2.0): each declared field that is there,
/// then what is missing, then what was not expected. Single quotes leave every message.
/// </summary>
internal sealed class Form
{
    private readonly List<string> complaints = [];
    private readonly IDictionary<string, object?> fields;
    private readonly bool isObject = true;

    /// <param name="value">What came; null, false, zero and all that is empty count as an empty object.</param>
    public Form(object? value)
    {
        fields = value as IDictionary<string, object?> ?? new OrderedDictionary<string, object?>();
        if (value is null or IDictionary<string, object?> or false or "" or List<object?> { Count: 0 } || (value is WireNumber number && IsZero(number)))
            return;
        // Nothing else is said of what is no object.
        isObject = false;
        complaints.Add($"{PythonText.Repr(value)} is not of type object");
    }

    public Refusal? Refusal => complaints.Count == 0 ? null : ApiKeys.Refusal.Validation([.. complaints.Select(c => c.Replace("'", "", StringComparison.Ordinal)).Distinct()]);

    public bool Has(string name) => fields.ContainsKey(name);

    public object? this[string name] => fields.TryGetValue(name, out var value) ? value : null;

    public string? Text(string name) => this[name] as string;

    public Guid? Uuid(string name) => WireUuid.Read(Text(name));

    public Form Complain(string field, string message)
    {
        complaints.Add($"{field} {message}");
        return this;
    }

    /// <summary>A text, or a complaint of its type; <paramref name="judge"/> says what is wrong with a text, if anything.</summary>
    public Form String(string name, Func<string, string?>? judge = null, int maxLength = int.MaxValue, bool nullable = false)
    {
        if (!fields.TryGetValue(name, out var value) || (value is null && nullable))
            return this;
        if (value is not string text)
            return Complain(name, $"{PythonText.Repr(value)} is not of type string{(nullable ? ", null" : "")}");
        if (judge?.Invoke(text) is { } wrong)
            Complain(name, wrong);
        if (text.Length > maxLength && text.EnumerateRunes().Count() > maxLength)
            Complain(name, $"{PythonText.Repr(text)} is too long");
        return this;
    }

    public Form UuidOrNone(string name) =>
        !fields.TryGetValue(name, out var value) || WireUuid.Read(value as string) is not null ? this : Complain(name, "is not a valid UUID");

    public Form Object(string name) =>
        !fields.TryGetValue(name, out var value) || value is IDictionary<string, object?> ? this : Complain(name, $"{PythonText.Repr(value)} is not of type object");

    public Form List(string name, bool nullable = false) => !fields.TryGetValue(name, out var value) || value is List<object?> || (value is null && nullable)
        ? this
        : Complain(name, $"{PythonText.Repr(value)} is not of type array{(nullable ? ", null" : "")}");

    /// <summary>One of these words.</summary>
    public Form Choice(string name, string value, IReadOnlyList<string> words) =>
        words.Contains(value) ? this : Complain(name, $"{PythonText.Repr(value)} is not one of [{string.Join(", ", words)}]");

    public Form Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (isObject && !fields.ContainsKey(name))
                complaints.Add($"{name} is a required property");
        }

        return this;
    }

    public Form Only(params string[] names)
    {
        if (!isObject)
            return this;
        var unexpected = fields.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal).Select(PythonText.Repr).ToList();
        if (unexpected.Count > 0)
            complaints.Add($"Additional properties are not allowed ({string.Join(", ", unexpected)} {(unexpected.Count == 1 ? "was" : "were")} unexpected)");
        return this;
    }

    private static bool IsZero(WireNumber number) => !number.Raw.AsSpan().ContainsAnyInRange('1', '9') || number.Raw.AsSpan().TrimStart('-').Trim("0.") is ['e' or 'E', ..];
}
