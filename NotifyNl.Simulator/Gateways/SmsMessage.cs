namespace NotifyNl.Simulator.Gateways;

/// <summary>One text for one number, as the gateway understood it.</summary>
/// <param name="Number">Digits with the country in front, without <c>00</c> or <c>+</c>.</param>
/// <param name="Text">As the telephone shows it: what its alphabet lacks and what went over the allowed parts is gone.</param>
/// <param name="Reference">The sender's, or empty.</param>
internal sealed record SmsMessage(string Number, string Sender, string Text, string Reference, int Parts)
{
    /// <summary>Where its receipts go instead of to the gateway's address: Kannel's stands in each request.</summary>
    public string? ReceiptUrl { get; init; }

    /// <summary>A receipt that the operator has it goes before the final one.</summary>
    public bool OperatorReceipt { get; init; }

    public PhoneRole Role { get; } = PhoneRoles.Of(Number);
}

/// <summary>A message beside what the gateway found of it: code 0 is an accept, any other the protocol's own refusal.</summary>
/// <param name="To">The number in the form of the request, for the answer.</param>
internal sealed record JudgedMessage(SmsMessage Message, string To, int Code, string? Details)
{
    public bool Accepted => Code == 0;
}
