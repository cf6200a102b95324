using NotifyNl.Sending;

namespace NotifyNl.Tests.Sending;

public sealed class OrderedIdTests
{
    [Fact]
    public void Ids_OfMomentsWithinAMillisecond_SortAsTheyWereMade()
    {
        var start = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 3_000).Select(n => OrderedId.Of(start.AddMicroseconds(n))).ToList();
        Assert.Equal(ids, ids.OrderBy(id => id.ToString(), StringComparer.Ordinal));
        Assert.All(ids, id => Assert.Equal((7, '8'), (id.Version, id.Variant is >= 8 and <= 11 ? '8' : 'x')));
    }
}
