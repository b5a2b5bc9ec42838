using System.Text.RegularExpressions;
using Kolaybase.Tests.Architecture;

namespace Kolaybase.Tests.Telemetry;

/// <summary>The tables of metrics in <c>docs/telemetry.md</c>.</summary>
internal static partial class DocumentedMetrics
{
    /// <summary>Ours, and those of libraries that the page names.</summary>
    public static IReadOnlyList<DocumentedMetric> All { get; } = Read(s => s);

    /// <summary>Ours.</summary>
    public static IReadOnlyList<DocumentedMetric> Ours { get; } = Read(s => s[..s.IndexOf("Of the libraries", StringComparison.Ordinal)]);

    private static IReadOnlyList<DocumentedMetric> Read(Func<string, string> part)
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "telemetry.md"));
        return [.. Row().Matches(part(page[page.IndexOf("## Metrics", StringComparison.Ordinal)..])).Select(row => new DocumentedMetric(
            row.Groups[1].Value,
            row.Groups[2].Value,
            row.Groups[3].Value,
            [.. Name().Matches(row.Groups[4].Value).Select(n => n.Groups[1].Value)]))];
    }

    [GeneratedRegex(@"^\| `([a-z_.]+)` \| (\w+) \| `([^`]+)` \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}

/// <summary>A row of them.</summary>
internal sealed record DocumentedMetric(string Name, string Instrument, string Unit, string[] Attributes)
{
    /// <summary>What Prometheus calls it (OpenTelemetry's specification, "Prometheus and OpenMetrics Compatibility").</summary>
    public string[] PrometheusNames
    {
        get
        {
            var name = Name.Replace('.', '_') + Unit switch
            {
                "s" => "_seconds",
                "By" => "_bytes",
                _ => "",
            };
            return Instrument switch
            {
                "counter" => [name + "_total"],
                "histogram" => [name + "_bucket", name + "_count", name + "_sum"],
                _ => [name],
            };
        }
    }
}
