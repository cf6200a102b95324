using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotifyNl.ApiKeys;

namespace NotifyNl.Web.Api.V2;

/// <summary>
/// The body of a list, read while it comes in: its rows go straight to a csv, a row at a time, and are never all in memory as JSON. What is not rows is small, and
/// is kept as <see cref="WireJson"/> keeps it. Of two equal names the last counts.
/// </summary>
internal sealed class BulkBody : IDisposable
{
    private const int MaxDepth = 64;

    private static readonly Refusal NoJson = Refusal.BadRequest("Invalid JSON supplied in POST data");

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stack<(object Container, string? Name)> open = new();
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private CsvRows? streaming;
    private string? name;
    private bool begun;
    private bool broken;

    /// <summary>As it is judged; in the place of rows and csv stands an empty one.</summary>
    public object? Value { get; private set; }

    /// <summary>The rows as a csv in UTF-8, or the csv itself; null where there is neither.</summary>
    public MemoryStream? Rows { get; private set; }

    /// <summary>The place of the first row that is no list; null where all are.</summary>
    public int? WrongRow { get; private set; }

    /// <summary>Stands for the whole body: equal bodies have the same.</summary>
    public byte[] Mark { get; private set; } = [];

    public static async ValueTask<(BulkBody? Body, Refusal? Refusal)> ReadAsync(V2Call call, int maxBody)
    {
        var body = new BulkBody();
        if (await call.TakeAsync(maxBody, body.Take) is { } refusal)
        {
            body.Dispose();
            return (null, refusal);
        }

        body.Mark = body.hash.GetHashAndReset();
        return body.broken ? (null, NoJson) : (body, null);
    }

    public void Dispose()
    {
        hash.Dispose();
        streaming?.Dispose();
    }

    /// <returns>How many bytes it is done with.</returns>
    internal long Take(ReadOnlySequence<byte> bytes, bool isAll)
    {
        var taken = bytes.Length;
        if (!broken)
        {
            try
            {
                taken = Read(bytes, isAll);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException) // the second: no UTF-8, or half of a surrogate pair
            {
                broken = true;
            }
        }

        foreach (var part in bytes.Slice(0, taken))
            hash.AppendData(part.Span);
        return taken;
    }

    private long Read(ReadOnlySequence<byte> bytes, bool isAll)
    {
        var mark = 0;
        if (!begun)
        {
            if (bytes.Length < Encoding.UTF8.Preamble.Length && !isAll)
                return 0;
            begun = true;
            Span<byte> first = stackalloc byte[3];
            if (bytes.Length >= 3)
            {
                bytes.Slice(0, 3).CopyTo(first);
                mark = first.SequenceEqual(Encoding.UTF8.Preamble) ? 3 : 0;
            }
        }

        var reader = new Utf8JsonReader(bytes.Slice(mark), isAll, state);
        while (reader.Read())
            Read(ref reader);
        state = reader.CurrentState;
        return mark + reader.BytesConsumed;
    }

    private void Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                name = reader.GetString();
                break;
            case JsonTokenType.StartObject:
                Open(new OrderedDictionary<string, object?>());
                break;
            case JsonTokenType.StartArray when IsField("rows"):
                Begin(new CsvRows());
                Open(streaming!);
                break;
            case JsonTokenType.StartArray:
                Open(new List<object?>());
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var (container, its) = open.Pop();
                name = its;
                if (container == streaming)
                    Rows = streaming.ToCsv();
                Add(container is CsvRows ? new List<object?>() : container);
                break;
            case JsonTokenType.String when IsField("csv"):
                Begin(null);
                Rows = Utf8(ref reader);
                Add("");
                break;
            case JsonTokenType.String:
                Add(reader.GetString());
                break;
            case JsonTokenType.Number:
                Add(new WireNumber(Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan)));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                Add(reader.TokenType == JsonTokenType.True);
                break;
            case JsonTokenType.Null:
                Add(null);
                break;
        }
    }

    /// <summary>Of the body itself, not of something in it.</summary>
    private bool IsField(string field) => name == field && open.Count == 1 && open.Peek().Container is IDictionary<string, object?>;

    private void Begin(CsvRows? rows)
    {
        streaming?.Dispose();
        (streaming, Rows, WrongRow) = (rows, null, null);
    }

    private void Open(object container)
    {
        open.Push((container, name));
        name = null;
    }

    private void Add(object? value)
    {
        if (!open.TryPeek(out var around))
            Value = value;
        else if (around.Container is IDictionary<string, object?> fields)
            fields[name!] = value;
        else if (around.Container is List<object?> list)
            list.Add(value);
        else
            AddRow(value);
    }

    private void AddRow(object? value)
    {
        var place = streaming!.Count++;
        if (value is List<object?> cells)
            streaming.Write(cells);
        else
            WrongRow ??= place;
    }

    private static MemoryStream Utf8(ref Utf8JsonReader reader)
    {
        var bytes = new byte[reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length];
        return new MemoryStream(bytes, 0, reader.CopyString(bytes));
    }
}
