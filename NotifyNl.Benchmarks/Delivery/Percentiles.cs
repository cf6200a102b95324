namespace NotifyNl.Benchmarks.Delivery;

internal static class Percentiles
{
    /// <summary>The smallest value that so many percent of the values do not exceed.</summary>
    public static double At(IReadOnlyCollection<double> values, double percent) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt((int)Math.Ceiling(percent / 100 * values.Count) - 1);
}
