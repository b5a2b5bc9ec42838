namespace Kolaybase.Bench.Harness;

/// <summary>Order statistics of a few samples.</summary>
internal static class Figures
{
    /// <summary>The sample below which <paramref name="quantile"/> of all lie (nearest rank).</summary>
    public static double Quantile(IEnumerable<double> samples, double quantile)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Least, median, 95th percentile and greatest.</summary>
    public static string Describe(IReadOnlyCollection<double> samples, string unit) =>
        $"min {samples.Min():F2} {unit}, p50 {Quantile(samples, 0.5):F2} {unit}, p95 {Quantile(samples, 0.95):F2} {unit}, max {samples.Max():F2} {unit}";
}
