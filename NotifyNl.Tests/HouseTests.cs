namespace NotifyNl.Tests;

public sealed class HouseTests
{
    [Fact]
    public void Stands() => Assert.NotNull(typeof(HouseTests));
}
