using System.Text;

namespace NotifyNl.Recipients.Reading.Delimited;

/// <summary>
/// Cuts text into records (RFC 4180, leniently: a quote in the middle of a field is a quote, lines end in CR, LF or both).
/// Our own, because fields and records must be bounded while they are read: CsvHelper holds a record whole before anyone can count it,
/// so that one unclosed quote or a line of ten million commas would take all memory.
/// </summary>
internal sealed class DelimitedRecords(TextReader text, char delimiter)
{
    private const int End = -1;

    private readonly char[] buffer = new char[1 << 15];
    private readonly StringBuilder field = new();
    private readonly List<string> fields = [];
    private int at;
    private int filled;

    /// <summary>The line of text that the reader has come to, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Fields after this one are counted, not kept.</summary>
    public int Width { get; set; } = ReadLimits.PhysicalColumns;

    /// <returns>The fields of the next record, the same list every time; null after the last.</returns>
    public List<string>? Next()
    {
        if (Peek() == End)
            return null;
        fields.Clear();
        var count = 0;
        while (true)
        {
            if (++count > ReadLimits.PhysicalColumns)
                throw UnreadableListException.Because("too-many-columns", ReadLimits.Columns);
            SkipSpaces();
            if (Peek() == '"')
                ReadQuoted();
            var end = ReadPlain();
            if (count <= Width)
                fields.Add(field.ToString());
            field.Clear();
            if (end != delimiter)
                return fields;
        }
    }

    /// <summary>Space before a field is no part of it; a tab may be the delimiter.</summary>
    private void SkipSpaces()
    {
        while (Peek() == ' ')
            at++;
    }

    private void ReadQuoted()
    {
        var opened = Line;
        at++;
        while (true)
        {
            var length = Span().IndexOfAny('"', '\n', '\r');
            if (length != 0)
            {
                Append(length);
                if (Peek() == End)
                    break;
                continue;
            }

            if (Peek() != '"')
            {
                if (Peek() == '\r' || field.Length == 0 || field[^1] != '\r')
                    Line++; // CR LF is one line end
                Append(1);
                continue;
            }

            at++;
            if (Peek() != '"')
                return;
            Append(1);
        }

        // At the end of the file: harmless on the last line, but a quote that swallowed lines hid people from the list.
        if (Line > opened)
            throw UnreadableListException.Because("unclosed-quote", opened);
    }

    /// <returns>What ended the field: the delimiter, or anything else for the end of the record.</returns>
    private int ReadPlain()
    {
        while (true)
        {
            var length = Span().IndexOfAny(delimiter, '\n', '\r');
            if (length != 0)
            {
                Append(length);
                if (Peek() == End)
                    return End;
                continue;
            }

            var end = Peek();
            if (end != delimiter)
                Line++;
            at++;
            if (end == '\r' && Peek() == '\n')
                at++;
            return end;
        }
    }

    private void Append(int length)
    {
        length = length < 0 ? filled - at : length;
        if (field.Length + length > ReadLimits.CellCharacters)
            throw UnreadableListException.Because("field-too-long", Line, ReadLimits.CellCharacters);
        field.Append(buffer, at, length);
        at += length;
    }

    private ReadOnlySpan<char> Span() => Peek() == End ? default : buffer.AsSpan(at, filled - at);

    private int Peek()
    {
        if (at == filled)
        {
            at = 0;
            filled = text.Read(buffer, 0, buffer.Length);
            if (filled == 0)
                return End;
        }

        return buffer[at];
    }
}
