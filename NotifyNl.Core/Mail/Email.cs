namespace NotifyNl.Mail;

/// <summary>A mail of the portal to one of its users.</summary>
/// <param name="To">One address.</param>
/// <param name="Text">
/// Plain text, paragraphs parted by an empty line. A line that is nothing but a web address becomes a link in the part for readers of HTML;
/// nothing else is markup, so that no name that somebody typed can become a link.
/// </param>
public sealed record Email(string To, string Subject, string Text);
