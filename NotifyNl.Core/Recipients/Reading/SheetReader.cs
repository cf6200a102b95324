namespace NotifyNl.Recipients.Reading;

/// <summary>
/// The first visible sheet of a list, read forward and once. All formats behave as one: hidden lines are left out, merged cells repeat
/// their value, numbers and dates come as people see them.
/// </summary>
internal abstract class SheetReader : IDisposable
{
    public abstract FileFacts Facts { get; }

    /// <summary>Columns at or after this one are not wanted; set once the header is known.</summary>
    public int Width { get; set; } = ReadLimits.PhysicalColumns;

    public abstract bool IsHidden(int column);

    /// <returns>The next visible line, or null after the last.</returns>
    /// <exception cref="UnreadableListException">The file is damaged or a limit is hit.</exception>
    public abstract SheetRow? Next();

    public abstract void Dispose();
}
