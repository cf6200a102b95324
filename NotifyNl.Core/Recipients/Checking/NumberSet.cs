namespace NotifyNl.Recipients.Checking;

/// <summary>The numbers seen so far: eight bytes each. E.164 has 15 digits at most, so a number is itself its key; 0 marks an empty place.</summary>
internal sealed class NumberSet
{
    private const int StartSize = 1 << 10;

    private ulong[] places = new ulong[StartSize];
    private int count;

    /// <param name="e164">With the plus in front.</param>
    /// <returns>False when it was there already.</returns>
    public bool Add(string e164)
    {
        ulong number = 0;
        foreach (var c in e164.AsSpan(1))
            number = number * 10 + (uint)(c - '0');
        if (!Put(places, number))
            return false;
        if (++count * 4 > places.Length * 3)
            Grow();
        return true;
    }

    private void Grow()
    {
        var larger = new ulong[places.Length * 2];
        foreach (var number in places)
        {
            if (number != 0)
                Put(larger, number);
        }

        places = larger;
    }

    private static bool Put(ulong[] places, ulong number)
    {
        var mask = (uint)places.Length - 1;
        var at = (uint)((number * 0x9E3779B97F4A7C15) >> 32) & mask; // Fibonacci hashing: numbers in a row must not crowd together
        for (; places[at] != 0; at = (at + 1) & mask)
        {
            if (places[at] == number)
                return false;
        }

        places[at] = number;
        return true;
    }
}
