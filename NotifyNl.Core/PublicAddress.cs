namespace NotifyNl;

/// <summary>Where people and programs outside reach the portal: the beginning of every link in a mail and every <c>uri</c> of the API.</summary>
public sealed class PublicAddress(Uri root)
{
    private readonly string text = root.ToString().TrimEnd('/');

    /// <param name="path">From the root, for example <c>/services/…</c>.</param>
    public Uri Of(string path) => new(root, path);

    /// <inheritdoc cref="Of"/>
    public string Text(string path) => text + path;
}
