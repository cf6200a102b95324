namespace NotifyNl.Simulator.Control;

/// <summary>How a gateway behaves; <c>POST /control</c> changes it while it runs.</summary>
/// <remarks>
/// A rate is a share from 0 to 1, and strikes by counting, not by chance: 0.25 is each fourth time. The faults of a request are looked at in the order in which
/// they stand here, and at most one strikes.
/// </remarks>
public sealed record Behaviour
{
    /// <summary>Where the receipts go; null sends none. Kannel's stand in the request itself.</summary>
    public string? ReceiptUrl { get; init; }

    /// <summary>Between the accept, which is recorded at once, and the answer.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>Between the accept and the receipt.</summary>
    public TimeSpan ReceiptDelay { get; init; } = TimeSpan.FromSeconds(2);

    // Before anything is read: nothing was accepted.

    /// <summary>The connection is reset before the body is read.</summary>
    public double ResetBefore { get; init; }

    public double Http500 { get; init; }

    public double TooManyRequests { get; init; }

    /// <summary>The <c>Retry-After</c> of a 429; zero leaves the header out.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>More messages in a second than this get a 429; 0 is no limit.</summary>
    public int MessagesPerSecond { get; init; }

    // The messages are accepted and recorded, the answer is what goes wrong.

    /// <summary>The answer comes only after <see cref="TimeoutAfter"/>.</summary>
    public double Timeout { get; init; }

    public TimeSpan TimeoutAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The connection is reset instead of an answer.</summary>
    public double ResetAfter { get; init; }

    /// <summary>The connection is reset half-way the answer.</summary>
    public double ResetInAnswer { get; init; }

    /// <summary>A 200 that makes no sense: in turn an HTML page, nothing, wrong types, bytes that are no UTF-8, and 10 MB of blanks.</summary>
    public double Garbage { get; init; }

    /// <summary>A 200 with the first half of the JSON.</summary>
    public double TruncatedJson { get; init; }

    /// <summary>The answer drips: a few bytes, then a pause of <see cref="DripPause"/>.</summary>
    public double SlowDrip { get; init; }

    public TimeSpan DripPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The answer leaves out the first message and has the others in reverse.</summary>
    public double PartialAnswer { get; init; }

    // Refusals.

    /// <summary>
    /// The whole request is refused with this code of CM.com (101, 102, 103: the account; 202, 203: the form; 500), the other gateways with a status
    /// that means the same; 0 is none.
    /// </summary>
    public int RequestError { get; init; }

    /// <summary>A request in which the text of any message holds this is refused whole, with 202.</summary>
    public string? PoisonText { get; init; }

    /// <summary>Messages refused one by one, with <see cref="RefusalCode"/>.</summary>
    public double Refuse { get; init; }

    public int RefusalCode { get; init; } = 402;

    // Receipts.

    public double NoReceipts { get; init; }

    /// <summary>The receipt says that it failed for good.</summary>
    public double FailedReceipts { get; init; }

    public double DoubledReceipts { get; init; }

    /// <summary>Delivered first, then what went before it.</summary>
    public double DisorderedReceipts { get; init; }

    /// <summary>The receipt is sent, and its answer awaited, before the accept is answered.</summary>
    public double EarlyReceipts { get; init; }

    /// <summary>Beside the receipt comes one for a reference nobody ever gave.</summary>
    public double UnknownReceipts { get; init; }

    /// <summary>What the receipt of 0699000006 waits.</summary>
    public TimeSpan SlowReceiptDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A receipt not answered with 2xx is sent again, with growing intervals, for this long.</summary>
    public TimeSpan ReceiptRetryFor { get; init; } = TimeSpan.FromMinutes(10);
}
