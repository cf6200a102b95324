namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>Remembers the last numbers shown: a list has a few dates and amounts, a hundred thousand times.</summary>
internal sealed class ShownNumbers
{
    private const int Size = 1 << 10;

    private readonly (NumberFormat? Format, double Number, string Text)[] kept = new (NumberFormat?, double, string)[Size];

    public string Show(NumberFormat format, double number, bool from1904)
    {
        ref var slot = ref kept[(uint)number.GetHashCode() % Size];
        if (!ReferenceEquals(slot.Format, format) || slot.Number != number)
            slot = (format, number, format.Show(number, from1904));
        return slot.Text;
    }
}
