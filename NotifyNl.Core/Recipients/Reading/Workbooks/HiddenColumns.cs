using System.Globalization;
using System.Xml;

namespace NotifyNl.Recipients.Reading.Workbooks;

/// <summary>Which columns of a sheet people do not see.</summary>
internal sealed class HiddenColumns
{
    private readonly bool[] hidden = new bool[ReadLimits.PhysicalColumns];

    public bool Contains(int column) => column < hidden.Length && hidden[column];

    public void Add(int from, int count)
    {
        if (from < hidden.Length && count > 0)
            hidden.AsSpan(from, Math.Min(count, hidden.Length - from)).Fill(true);
    }

    /// <summary>Reads a <c>col</c> element: columns from 1, both ends included; a width of 0 hides as well.</summary>
    public void Read(XmlReader col)
    {
        var isHidden = XlsxWorkbook.IsTrue(col.Attribute("hidden"))
            || (double.TryParse(col.Attribute("width"), NumberStyles.Float, CultureInfo.InvariantCulture, out var width) && width == 0);
        if (isHidden
            && int.TryParse(col.Attribute("min"), NumberStyles.None, CultureInfo.InvariantCulture, out var min) && min > 0
            && int.TryParse(col.Attribute("max"), NumberStyles.None, CultureInfo.InvariantCulture, out var max))
        {
            Add(min - 1, max - min + 1);
        }
    }
}
