using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Record;

/// <summary>The one truth of what was accepted. A message stands here before its accept is answered.</summary>
internal sealed class Ledger(RecordFile? file)
{
    /// <summary>How far the list of telephones looks back.</summary>
    private const int RecentLength = 4096;

    private readonly Lock gate = new();
    private readonly MessageLog log = new();
    private readonly Dictionary<string, (long Last, int Count)> phones = [];
    private readonly Dictionary<UInt128, (long First, int Count)> references = [];
    private readonly HashSet<UInt128> texts = [];
    private readonly Queue<long> recent = new(RecentLength);
    private readonly GatewayTally[] tallies = [.. Enum.GetValues<GatewayName>().Select(_ => new GatewayTally())];
    private readonly Dictionary<RequestFault, long> faults = [];
    private long requests;
    private long rejected;
    private long withReference;
    private long sameTextTwice;

    /// <summary>Grows with every change, so that a page knows whether it shows the latest.</summary>
    public long Version { get; private set; }

    public void Accept(GatewayName gateway, RequestFault fault, IReadOnlyList<SmsMessage> accepted, int rejected)
    {
        var at = DateTimeOffset.UtcNow;
        // Hashing is the dear part and needs no lock.
        var keys = accepted.Select(message => (Reference: Key(message.Reference), Text: Key(message.Number + ' ' + message.Text))).ToArray();
        lock (gate)
        {
            Count(fault, rejected);
            for (var i = 0; i < keys.Length; i++)
                Add(gateway, accepted[i], keys[i].Reference, keys[i].Text, at);
            tallies[(int)gateway].Add(at, accepted.Count);
            file?.Write(gateway, fault, accepted, rejected, at);
        }
    }

    public void Refuse(GatewayName gateway, RequestFault fault, int messages)
    {
        lock (gate)
        {
            Count(fault, messages);
            file?.Write(gateway, fault, [], messages, DateTimeOffset.UtcNow);
        }
    }

    public RecordCounts Counts()
    {
        lock (gate)
        {
            return new RecordCounts(
                Requests: requests,
                Accepts: tallies.Sum(tally => tally.Accepts),
                DistinctReferences: references.Count,
                Duplicates: withReference - references.Count,
                SameTextTwice: sameTextTwice,
                DistinctNumbers: phones.Count,
                Rejected: rejected,
                AcceptsByGateway: ByGateway(tally => tally.Accepts),
                BusiestSecond: ByGateway(tally => tally.BusiestSecond),
                Faults: faults.ToDictionary(fault => fault.Key.ToString(), fault => fault.Value));
        }
    }

    public IReadOnlyList<Duplicate> Duplicates()
    {
        lock (gate)
        {
            return [.. references.Values.Where(reference => reference.Count > 1).Select(reference =>
            {
                var (message, _) = log.Read(reference.First);
                return new Duplicate(message.Reference, message.Number, reference.Count);
            })];
        }
    }

    /// <summary>What one telephone received, oldest first.</summary>
    public IReadOnlyList<ReceivedMessage> Messages(string number, int atMost = int.MaxValue)
    {
        lock (gate)
        {
            var messages = new List<ReceivedMessage>();
            var place = phones.TryGetValue(number, out var phone) ? phone.Last : MessageLog.None;
            while (place != MessageLog.None && messages.Count < atMost)
            {
                var (message, previous) = log.Read(place);
                messages.Add(message);
                place = previous;
            }

            messages.Reverse();
            return messages;
        }
    }

    /// <summary>Telephones, the last to receive something first.</summary>
    /// <param name="digits">Only numbers that hold these; empty for all.</param>
    public IReadOnlyList<Phone> Phones(string digits, int atMost)
    {
        lock (gate)
        {
            var numbers = digits.Length == 0
                ? recent.Reverse().Select(place => log.Read(place).Message.Number).Distinct()
                : phones.Where(phone => phone.Key.Contains(digits, StringComparison.Ordinal))
                    .OrderByDescending(phone => phone.Value.Last).Select(phone => phone.Key);
            return [.. numbers.Take(atMost).Select(number => new Phone(number, phones[number].Count, log.Read(phones[number].Last).Message))];
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            log.Clear();
            phones.Clear();
            references.Clear();
            texts.Clear();
            recent.Clear();
            faults.Clear();
            Array.ForEach(tallies, tally => tally.Clear());
            (requests, rejected, withReference, sameTextTwice) = (0, 0, 0, 0);
            Version++;
        }
    }

    private void Count(RequestFault fault, int refused)
    {
        requests++;
        rejected += refused;
        if (fault != RequestFault.None)
            CollectionsMarshal.GetValueRefOrAddDefault(faults, fault, out _)++;
    }

    private void Add(GatewayName gateway, SmsMessage message, UInt128 referenceKey, UInt128 textKey, DateTimeOffset at)
    {
        ref var phone = ref CollectionsMarshal.GetValueRefOrAddDefault(phones, message.Number, out var known);
        var place = log.Append(gateway, message, at, known ? phone.Last : MessageLog.None);
        phone = (place, phone.Count + 1);

        if (message.Reference.Length > 0)
        {
            withReference++;
            ref var reference = ref CollectionsMarshal.GetValueRefOrAddDefault(references, referenceKey, out var seen);
            reference = (seen ? reference.First : place, reference.Count + 1);
        }

        if (!texts.Add(textKey))
            sameTextTwice++;
        if (recent.Count == RecentLength)
            recent.Dequeue();
        recent.Enqueue(place);
        Version++;
    }

    private Dictionary<string, T> ByGateway<T>(Func<GatewayTally, T> figure) =>
        Enum.GetValues<GatewayName>().ToDictionary(gateway => gateway.Path(), gateway => figure(tallies[(int)gateway]));

    /// <summary>Half of a SHA-256 stands for the text: what is counted may be millions, and two alike do not happen.</summary>
    private static UInt128 Key(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
