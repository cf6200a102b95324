using NotifyNl.Simulator.Phones;
using NotifyNl.Simulator.Receipts;

namespace NotifyNl.Simulator.Record;

/// <summary>The record as tests read it: in the process, or over HTTP under <c>/record</c>.</summary>
public sealed class RecordBook
{
    private readonly Ledger ledger;
    private readonly ReceiptQueue queue;
    private readonly ReceiptSender sender;

    internal RecordBook(Ledger ledger, ReceiptQueue queue, ReceiptSender sender) => (this.ledger, this.queue, this.sender) = (ledger, queue, sender);

    public RecordCounts Counts() => ledger.Counts() with
    {
        ReceiptsSent = sender.Sent,
        ReceiptsAcknowledged = sender.Acknowledged,
        ReceiptsWaiting = queue.Count + sender.UnderWay,
        ReceiptsGivenUp = sender.GivenUp,
    };

    public IReadOnlyList<Duplicate> Duplicates() => ledger.Duplicates();

    /// <summary>What a number received, oldest first.</summary>
    /// <param name="number">As people write it (06…, +31…, 0031…) or as digits.</param>
    public IReadOnlyList<ReceivedMessage> Messages(string number) => ledger.Messages(PhoneNumber.Digits(number));

    /// <summary>Forgets everything, receipts that still wait included. A record file keeps what it has.</summary>
    public void Clear()
    {
        queue.Clear();
        sender.Clear();
        ledger.Clear();
    }
}
